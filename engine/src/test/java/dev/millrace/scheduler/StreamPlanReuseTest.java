package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.Time;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Once its windows are full and were turned over, a stream makes no plan any more. */
class StreamPlanReuseTest {
    private static final PairFunction<Integer, String, Integer> KEYED = value -> new Tuple2<>("k" + value / 4, value);
    private static final int WARM_UP = 12;
    private static final int MORE = 8;

    @TempDir
    private Path folder;

    static Set<String> operations() {
        return StreamOperations.TABLE.keySet();
    }

    @Test
    void theTableHasEachOperation() {
        Set<String> known = new TreeSet<>(operations());
        known.addAll(StreamOperations.OTHERS);
        Set<String> missing = Signatures.of(DStream.class, PairDStream.class);
        missing.removeAll(known);
        assertEquals(Set.of(), missing, "operations without a row in StreamOperations");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void laterBatchesMakeNoPlans(String operation) {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
            TestInput<Integer> numbers = driver.input();
            PairDStream<String, Integer> pairs = numbers.mapToPair(KEYED);
            Object result = StreamOperations.TABLE
                    .get(operation)
                    .apply(new StreamOperations.Input(
                            numbers,
                            pairs,
                            driver.<Integer>input().mapToPair(KEYED),
                            folder.resolve("to").toString()));
            if (result instanceof DStream<?> stream) {
                driver.collect(stream);
            }
            PlansMade plans = new PlansMade(driver.millraceContext());
            advance(driver, numbers, WARM_UP);
            long before = plans.count();
            assertTrue(before > 0, "jobs were run");
            advance(driver, numbers, MORE);
            assertEquals(0, plans.count() - before, "plans made by later batches of " + operation);
        }
    }

    @Test
    void theTableHasNoOtherRows() {
        Set<String> rows = new TreeSet<>(operations());
        rows.removeAll(Signatures.of(DStream.class, PairDStream.class));
        assertEquals(Set.of(), rows);
    }

    /** What the count of the others is worth: a function that is another object in each batch makes a plan in each. */
    @Test
    void aFunctionThatIsMadeInEachBatchMakesAPlanInEach() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
            TestInput<Integer> numbers = driver.input();
            driver.collect(numbers.transform((RDD<Integer> rdd, Time time) -> {
                long now = time.milliseconds();
                return rdd.keyBy(value -> value + now).values();
            }));
            PlansMade plans = new PlansMade(driver.millraceContext());
            advance(driver, numbers, WARM_UP);
            long before = plans.count();
            advance(driver, numbers, MORE);
            assertEquals(MORE, plans.count() - before);
        }
    }

    private static void advance(StreamTestDriver driver, TestInput<Integer> numbers, int batches) {
        for (int batch = 0; batch < batches; batch++) {
            int from = (int) driver.time().milliseconds() / 10;
            IntStream.range(from, from + 40)
                    .map(value -> value * 31 % 40 + from)
                    .forEach(numbers::add);
            driver.advance();
        }
    }
}
