package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Function;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.JobListener;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.RangePartitioner;
import dev.millrace.rdd.WindowedReduce;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An operation that is applied again, to other data with the same functions, makes no new plan: inside {@code transform} and
 * {@code foreachRDD} it is applied in each batch.
 */
class PlanReuseTest {
    private static final PairFunction<Integer, String, Integer> KEYED = value -> new Tuple2<>("k" + value / 4, value);

    private static MillraceContext context;
    private static PlansMade plans;
    private static final AtomicInteger STAGES = new AtomicInteger();

    @TempDir
    private static Path folder;

    private int applied;

    @BeforeAll
    static void start() throws Exception {
        context = new MillraceContext(
                new MillraceConf(false).setMaster("local[2]").setAppName("plans"));
        plans = new PlansMade(context);
        context.runner().addListener(new JobListener() {
            @Override
            public void onStageCompleted(StageCompleted event) {
                STAGES.incrementAndGet();
            }
        });
        Files.writeString(folder.resolve("text"), "a\nb\n");
    }

    @AfterAll
    static void stop() {
        context.stop();
    }

    static Set<String> operations() {
        return DataSetOperations.TABLE.keySet();
    }

    @Test
    void theTableHasEachOperation() {
        Set<String> known = new TreeSet<>(operations());
        known.addAll(DataSetOperations.OTHERS);
        Set<String> missing = Signatures.of(RDD.class, PairRDD.class, RangePartitioner.class, WindowedReduce.class);
        missing.removeAll(known);
        assertEquals(Set.of(), missing, "operations without a row in DataSetOperations");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationThatIsAppliedAgainMakesNoPlan(String operation) {
        apply(operation);
        long before = plans.count();
        STAGES.set(0);
        apply(operation);
        assertTrue(STAGES.get() > 0, "a job was run");
        assertEquals(0, plans.count() - before, "plans made by the second " + operation);
    }

    private void apply(String operation) {
        applied++;
        Object result = DataSetOperations.TABLE.get(operation).apply(input(applied * 100));
        if (result instanceof RDD<?> rdd) {
            rdd.collect();
        }
    }

    /** Others, and in another order, for each {@code from}. */
    private DataSetOperations.Input input(int from) {
        List<Integer> values = IntStream.range(from, from + 40)
                .map(value -> value * 31 % 40 + from)
                .boxed()
                .toList();
        RDD<Integer> numbers = context.parallelize(values, 2);
        return new DataSetOperations.Input(
                numbers,
                numbers.mapToPair(KEYED),
                context.parallelize(values.subList(10, 20), 2).mapToPair(KEYED),
                folder.resolve("text").toString(),
                folder.resolve("to-" + System.nanoTime()).toString());
    }

    @Test
    void theTableHasNoOtherRows() {
        Set<String> rows = new TreeSet<>(operations());
        rows.removeAll(Signatures.of(RDD.class, PairRDD.class, RangePartitioner.class, WindowedReduce.class));
        assertEquals(Set.of("sources", "text"), rows);
    }

    /** The plan of the first sort has the ranges of the first: 0 to 39 would put all of the others into one partition. */
    @Test
    void aSortThatFindsItsPlanUsesTheRangesOfItsOwnData() {
        Function<Integer, Integer> self = value -> value;
        for (boolean ascending : List.of(true, false)) {
            input(0).numbers().sortBy(self, ascending, 3).collect();
            long before = plans.count();
            List<List<Integer>> parts =
                    input(5_000).numbers().sortBy(self, ascending, 3).glom().collect();
            assertEquals(0, plans.count() - before - 1, "plans but that of glom");
            Comparator<Integer> order = ascending ? Comparator.naturalOrder() : Comparator.reverseOrder();
            assertEquals(
                    IntStream.range(5_000, 5_040).boxed().sorted(order).toList(),
                    parts.stream().flatMap(List::stream).toList());
            parts.forEach(part -> assertTrue(part.size() > 6, parts.toString()));
        }
    }

    @Test
    void eachFileIsWrittenWhereItsOwnRunWantsIt() throws Exception {
        for (String name : List.of("first", "second")) {
            Path target = folder.resolve(name);
            context.parallelize(List.of(name), 1).saveAsTextFile(target.toString());
            assertEquals(List.of(name), Files.readAllLines(target.resolve("part-00000")));
        }
    }

    @Test
    void anotherFunctionIsAnotherPlan() {
        RDD<Integer> numbers = input(0).numbers();
        List<Function<Integer, Integer>> functions = List.of(value -> value % 2, value -> value % 3);
        assertNotEquals(functions.get(0), functions.get(1));
        for (Function<Integer, Integer> function : functions) {
            long before = plans.count();
            int groups = numbers.groupBy(function).collect().size();
            assertEquals(functions.indexOf(function) + 2, groups);
            assertTrue(plans.count() > before);
        }
    }
}
