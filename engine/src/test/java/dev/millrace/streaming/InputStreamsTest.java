package dev.millrace.streaming;

import static dev.millrace.streaming.Streams.BATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.scheduler.StreamInputInfo;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import dev.millrace.testing.StreamTestDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which records of a source belong to which batch. */
class InputStreamsTest {
    private static final class NumbersOfTime extends InputDStream<Long> {
        NumbersOfTime(StreamingContext context) {
            super(context);
        }

        @Override
        public Optional<RDD<Long>> compute(Time validTime) {
            long millis = validTime.milliseconds();
            return millis % 2000 == 0
                    ? Optional.empty()
                    : Optional.of(context().millraceContext().parallelize(List.of(millis), 1));
        }
    }

    private static RDD<Integer> numbers(StreamTestDriver driver, Integer... numbers) {
        MillraceContext context = driver.millraceContext();
        return context.parallelize(List.of(numbers), 2);
    }

    @Test
    void aQueueGivesOneDataSetABatch() {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            Queue<RDD<Integer>> queue = new ArrayDeque<>();
            List<List<Integer>> output = driver.collect(driver.context().queueStream(queue));
            queue.add(numbers(driver, 1, 2));
            queue.add(numbers(driver, 3));
            driver.advance(3);
            queue.add(numbers(driver, 4));
            driver.advance();
            assertEquals(List.of(List.of(1, 2), List.of(3), List.of(), List.of(4)), output);
        }
    }

    @Test
    void aQueueGivesAllThatIsThere() {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            Queue<RDD<Integer>> queue = new ArrayDeque<>();
            List<List<Integer>> output = driver.collect(driver.context().queueStream(queue, false));
            queue.add(numbers(driver, 1, 2));
            queue.add(numbers(driver, 3));
            driver.advance(2);
            queue.add(numbers(driver, 4));
            queue.add(numbers(driver, 5));
            queue.add(numbers(driver, 6));
            driver.advance();
            assertEquals(List.of(List.of(1, 2, 3), List.of(), List.of(4, 5, 6)), output);
        }
    }

    @Test
    void aQueueFallsBackToItsDefault() {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            Queue<RDD<Integer>> queue = new ArrayDeque<>();
            List<List<Integer>> output = driver.collect(driver.context().queueStream(queue, true, numbers(driver, 0)));
            driver.advance(2);
            queue.add(numbers(driver, 4));
            driver.advance(2);
            assertEquals(List.of(List.of(0), List.of(0), List.of(4), List.of(0)), output);
        }
    }

    @Test
    void aDefaultThatIsUsedAgainAndAgainCanBeInWindows() {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            DStream<Integer> queue = driver.context().queueStream(new ArrayDeque<>(), true, numbers(driver, 1, 2));
            List<List<Long>> output =
                    driver.collect(queue.window(Streams.seconds(3)).count());
            driver.advance(5);
            assertEquals(List.of(List.of(2L), List.of(4L), List.of(6L), List.of(6L), List.of(6L)), output);
        }
    }

    @Test
    void aRateGivesTheRecordsThatWereDueInTheBatch() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.milliseconds(100))) {
            List<List<Long>> output = driver.collect(driver.context().rateStream(25, number -> number));
            driver.advance(4);
            // record i is due at i * 40 ms
            assertEquals(List.of(List.of(0L, 1L, 2L), List.of(3L, 4L), List.of(5L, 6L, 7L), List.of(8L, 9L)), output);
        }
    }

    @Test
    void aRateLosesAndRepeatsNothing() {
        for (long rate : new long[] {1, 7, 333, 1_000, 12_345}) {
            try (StreamTestDriver driver = new StreamTestDriver(Durations.milliseconds(7))) {
                List<List<Long>> output = driver.collect(driver.context().rateStream(rate, 3, number -> number));
                driver.advance(50);
                List<Long> all = new ArrayList<>();
                output.forEach(all::addAll);
                long due = (350 * rate + 999) / 1000;
                assertEquals(LongStream.range(0, due).boxed().toList(), all, () -> "at " + rate + " a second");
            }
        }
    }

    @Test
    void aRateThatIsNoneIsRefused() {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            assertThrows(MillraceException.class, () -> driver.context().rateStream(0, number -> number));
            assertThrows(MillraceException.class, () -> driver.context().rateStream(1, 0, number -> number));
        }
    }

    @Test
    void filesAreReadOnceWhenTheyAppear(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("old.txt"), "old\n");
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            List<List<String>> output = driver.collect(driver.context().textFileStream(directory.toString()));
            driver.advance();
            move(directory, "a.txt", "a1\na2\n");
            driver.advance();
            move(directory, "c.txt", "c\n");
            move(directory, "b.txt", "b\n");
            move(directory, ".hidden", "no\n");
            move(directory, "_SUCCESS", "no\n");
            driver.advance(2);
            assertEquals(List.of(List.of(), List.of("a1", "a2"), List.of("b", "c"), List.of()), output);
        }
    }

    /** Clocks of machines differ: a file may appear with a time long before the stream's. */
    @Test
    void theTimeOfAFileDoesNotMatter(@TempDir Path directory) throws IOException {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            List<List<String>> output = driver.collect(driver.context().textFileStream(directory.toString()));
            driver.advance();
            move(directory, "a.txt", "a\n");
            Files.setLastModifiedTime(directory.resolve("a.txt"), FileTime.fromMillis(0));
            driver.advance();
            // the same name, but another file
            move(directory, "a.txt", "another\n");
            driver.advance();
            assertEquals(List.of(List.of(), List.of("a"), List.of("another")), output);
        }
    }

    @Test
    void filesThatAreThereCanBeTakenTooAndOthersLeftOut(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("old.txt"), "old\n");
        Files.writeString(directory.resolve("old.log"), "no\n");
        Files.createDirectory(directory.resolve("dir.txt"));
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            MillraceContext context = driver.millraceContext();
            List<List<String>> output = driver.collect(driver.context()
                    .fileStream(
                            directory.toString(),
                            path -> path.toString().endsWith(".txt"),
                            false,
                            path -> context.parallelize(List.of(String.valueOf(path.getFileName())), 1)));
            driver.advance(2);
            assertEquals(List.of(List.of("old.txt"), List.of()), output);
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsRefusedAtTheStart(@TempDir Path directory) {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            driver.context()
                    .textFileStream(directory.resolve("none").toString())
                    .print();
            MillraceException refused = assertThrows(MillraceException.class, driver::advance);
            assertEquals(ErrorCode.FILE, refused.code());
            assertTrue(refused.getMessage().contains(directory.resolve("none").toString()), refused::getMessage);
            assertEquals(StreamingContextState.STOPPED, driver.context().getState());
            assertEquals(Optional.empty(), StreamingContext.getActive());
        }
    }

    private static void move(Path directory, String name, String text) throws IOException {
        Path written = Files.writeString(Files.createTempFile("written", name), text);
        Files.move(written, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void anInputMayMakeItsDataSetsOfTheTimeAlone() {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            DStream<Long> times = new NumbersOfTime(driver.context());
            List<List<Long>> output = driver.collect(times.map(time -> -time));
            List<List<Long>> joined = driver.collect(times.transform(rdd -> rdd));
            driver.advance(3);
            assertEquals(List.of(List.of(-1000L), List.of(-3000L)), output, "no data set, no output");
            assertEquals(List.of(List.of(1000L), List.of(), List.of(3000L)), joined, "transform sees an empty one");
        }
    }

    @Test
    void listenersAreToldWhatEachInputContributed() {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            List<StreamInputInfo> infos = new CopyOnWriteArrayList<>();
            driver.context().addStreamingListener(new StreamingListener() {
                @Override
                public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
                    infos.addAll(completed.batchInfo().streamIdToInputInfo().values());
                }
            });
            driver.collect(driver.context().rateStream(3, number -> number));
            driver.advance(2);
            driver.context().stop(); // all events are delivered then
            assertEquals(
                    List.of(3L, 3L),
                    infos.stream().map(StreamInputInfo::numRecords).toList());
            assertEquals("Numbers[from=3, to=6]", infos.get(1).range().toString());
        }
    }
}
