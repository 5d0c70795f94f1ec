package dev.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamTestDriverTest {
    private static PairDStream<String, Integer> wordCount(DStream<String> lines) {
        return lines.flatMap(line -> List.of(line.split(" ")).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1))
                .reduceByKey(Integer::sum);
    }

    @Test
    void eachAdvanceRunsOneBatchOfWhatWasAddedBefore() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
            TestInput<String> lines = driver.input();
            List<List<Tuple2<String, Integer>>> counts = driver.collect(wordCount(lines));
            lines.add("to be", "or not to be");
            driver.advance();
            lines.add("that is");
            driver.advance(2);
            assertEquals(3, counts.size());
            assertEquals(
                    Set.of(new Tuple2<>("to", 2), new Tuple2<>("be", 2), new Tuple2<>("or", 1), new Tuple2<>("not", 1)),
                    Set.copyOf(counts.get(0)));
            assertEquals(Set.of(new Tuple2<>("that", 1), new Tuple2<>("is", 1)), Set.copyOf(counts.get(1)));
            assertEquals(List.of(), counts.get(2));
            assertEquals(3000, driver.time().milliseconds());
        }
    }

    @Test
    void theSameInputGivesTheSameListsInTheSameOrder() {
        assertEquals(run(), run());
    }

    private static List<List<Tuple2<String, Integer>>> run() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.milliseconds(100))) {
            TestInput<String> lines = driver.input();
            List<List<Tuple2<String, Integer>>> counts =
                    driver.collect(wordCount(lines).reduceByKeyAndWindow(Integer::sum, Durations.milliseconds(500)));
            for (int i = 0; i < 12; i++) {
                lines.add("a b c", "d " + i, "e f");
                driver.advance();
            }
            return List.copyOf(counts);
        }
    }

    @Test
    void aFailureIsThrownWhereTheBatchWasAskedFor() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
            TestInput<Integer> numbers = driver.input();
            driver.collect(numbers.map(number -> 10 / number));
            numbers.add(1);
            driver.advance();
            numbers.add(0);
            MillraceException failure = assertThrows(MillraceException.class, driver::advance);
            assertEquals(ErrorCode.TASK_FAILED, failure.code());
            assertTrue(failure.getMessage().contains("2000"), failure::getMessage);
            assertThrows(MillraceException.class, driver::advance);
        }
    }

    @Test
    void theGraphIsCheckedAtTheFirstAdvance() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
            driver.<String>input();
            MillraceException failure = assertThrows(MillraceException.class, driver::advance);
            assertEquals(ErrorCode.GRAPH, failure.code());
        }
    }
}
