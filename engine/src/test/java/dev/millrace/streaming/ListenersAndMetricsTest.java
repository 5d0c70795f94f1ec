package dev.millrace.streaming;

import static dev.millrace.streaming.Streams.BATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.metrics.Metric;
import dev.millrace.streaming.scheduler.BatchInfo;
import dev.millrace.streaming.scheduler.OutputOperationInfo;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import dev.millrace.streaming.scheduler.StreamingListenerBatchStarted;
import dev.millrace.streaming.scheduler.StreamingListenerBatchSubmitted;
import dev.millrace.streaming.scheduler.StreamingListenerOutputOperationCompleted;
import dev.millrace.streaming.scheduler.StreamingListenerOutputOperationStarted;
import dev.millrace.streaming.scheduler.StreamingListenerStageCompleted;
import dev.millrace.streaming.scheduler.StreamingListenerStreamingStarted;
import dev.millrace.streaming.scheduler.StreamingListenerTaskCompleted;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What listeners and meters say about batches. */
class ListenersAndMetricsTest {
    private static final List<String> MADE_BY_NAME = new CopyOnWriteArrayList<>();

    /** Named by the configuration. */
    public static final class Configured implements StreamingListener {
        @Override
        public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
            MADE_BY_NAME.add(completed.batchInfo().batchTime().toString());
        }
    }

    private static final class Recorder implements StreamingListener {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final List<BatchInfo> completed = new CopyOnWriteArrayList<>();

        @Override
        public void onStreamingStarted(StreamingListenerStreamingStarted started) {
            events.add("streaming started");
        }

        @Override
        public void onBatchSubmitted(StreamingListenerBatchSubmitted submitted) {
            events.add("submitted " + submitted.batchInfo().batchTime());
            assertTrue(submitted.batchInfo().processingStartTime().isEmpty());
        }

        @Override
        public void onBatchStarted(StreamingListenerBatchStarted started) {
            events.add("started " + started.batchInfo().batchTime());
            assertTrue(started.batchInfo().processingEndTime().isEmpty());
        }

        @Override
        public void onOutputOperationStarted(StreamingListenerOutputOperationStarted started) {
            events.add("output started " + started.outputOperationInfo().id());
        }

        @Override
        public void onOutputOperationCompleted(StreamingListenerOutputOperationCompleted completedOutput) {
            OutputOperationInfo info = completedOutput.outputOperationInfo();
            events.add("output completed " + info.id() + (info.failureReason().isPresent() ? " failed" : ""));
        }

        @Override
        public void onBatchCompleted(StreamingListenerBatchCompleted batchCompleted) {
            BatchInfo info = batchCompleted.batchInfo();
            completed.add(info);
            events.add("completed " + info.batchTime() + (info.failureReason().isPresent() ? " failed" : ""));
        }
    }

    @Test
    void eventsComeInTheOrderOfABatchsLife() {
        Recorder recorder = new Recorder();
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            driver.context().addStreamingListener(recorder);
            TestInput<Integer> numbers = driver.input();
            driver.collect(numbers);
            driver.collect(numbers.map(number -> 1 / number));
            numbers.add(1, 2);
            driver.advance();
            numbers.add(0);
            assertThrows(MillraceException.class, driver::advance);
        }
        assertEquals(
                List.of(
                        "streaming started",
                        "submitted 1000 ms",
                        "started 1000 ms",
                        "output started 0",
                        "output completed 0",
                        "output started 1",
                        "output completed 1",
                        "completed 1000 ms",
                        "submitted 2000 ms",
                        "started 2000 ms",
                        "output started 0",
                        "output completed 0",
                        "output started 1",
                        "output completed 1 failed",
                        "completed 2000 ms failed"),
                recorder.events);
        BatchInfo first = recorder.completed.get(0);
        assertEquals(2, first.numRecords());
        assertEquals(java.time.Duration.ZERO, first.schedulingDelay().orElseThrow());
        assertEquals(java.time.Duration.ZERO, first.totalDelay().orElseThrow());
        assertEquals(2, first.outputOperationInfos().size());
        assertEquals("foreachRDD", first.outputOperationInfos().get(0).name());
    }

    @Test
    void tasksAndStagesAreTold() {
        List<String> stages = new CopyOnWriteArrayList<>();
        List<Long> tasks = new CopyOnWriteArrayList<>();
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            driver.context().addStreamingListener(new StreamingListener() {
                @Override
                public void onStageCompleted(StreamingListenerStageCompleted completed) {
                    stages.add(completed.stage().tasks() + " tasks");
                }

                @Override
                public void onTaskCompleted(StreamingListenerTaskCompleted completed) {
                    tasks.add(completed.task().batchTime().orElse(-1));
                }
            });
            TestInput<String> words = driver.input();
            driver.collect(words.mapToPair(word -> new Tuple2<>(word, 1)).reduceByKey(Integer::sum, 3));
            words.add("a", "b");
            driver.advance();
        }
        assertEquals(new TreeSet<>(List.of("2 tasks", "3 tasks")), new TreeSet<>(stages));
        assertEquals(List.of(1000L, 1000L, 1000L, 1000L, 1000L), tasks);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        Recorder recorder = new Recorder();
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            driver.context().addStreamingListener(new StreamingListener() {
                @Override
                public void onBatchStarted(StreamingListenerBatchStarted started) {
                    throw new IllegalStateException("a listener of this test");
                }
            });
            driver.context().addStreamingListener(recorder);
            List<List<Integer>> output = driver.collect(driver.<Integer>input());
            driver.advance(2);
            assertEquals(2, output.size());
        }
        assertTrue(recorder.events.contains("started 2000 ms"), recorder.events::toString);
    }

    @Test
    void aListenerThatWasRemovedIsToldNothing() {
        Recorder recorder = new Recorder();
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            driver.context().addStreamingListener(recorder);
            driver.context().removeStreamingListener(recorder);
            driver.collect(driver.input());
            driver.advance();
        }
        assertEquals(List.of(), recorder.events);
    }

    @Test
    void theConfigurationNamesListeners() {
        MADE_BY_NAME.clear();
        MillraceConf conf = new MillraceConf().set(MillraceConfig.EXTRA_LISTENERS, Configured.class.getName());
        try (StreamTestDriver driver = new StreamTestDriver(conf, BATCH)) {
            driver.collect(driver.input());
            driver.advance();
        }
        assertEquals(List.of("1000 ms"), MADE_BY_NAME);
        MillraceConf wrong =
                new MillraceConf().setMaster("local[1]").set(MillraceConfig.EXTRA_LISTENERS, "java.lang.String");
        MillraceException refused = assertThrows(MillraceException.class, () -> new StreamingContext(wrong, BATCH));
        assertEquals(ErrorCode.CONFIGURATION, refused.code());
        assertTrue(refused.getMessage().contains("java.lang.String"), refused::getMessage);
    }

    @Test
    void metersCountBatchesRecordsAndTasks() {
        SimpleMeterRegistry added = new SimpleMeterRegistry();
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            MeterRegistry own = driver.context().meterRegistry();
            driver.context().meterRegistry().add(added);
            TestInput<Integer> numbers = driver.input();
            driver.collect(numbers.map(number -> 1 / number));
            numbers.add(1, 2, 3);
            driver.advance(2);
            assertEquals(1, own.get(Metric.EXECUTORS_ALIVE.key()).gauge().value());
            assertEquals(0, own.get(Metric.BATCHES_QUEUED.key()).gauge().value());
            numbers.add(0);
            assertThrows(MillraceException.class, driver::advance);
            assertEquals(2, count(own, Metric.BATCHES_COMPLETED));
            assertEquals(1, count(own, Metric.BATCHES_FAILED));
            assertEquals(3, count(own, Metric.RECORDS));
            assertEquals(2, own.get(Metric.BATCH_PROCESSING.key()).timer().count());
            assertEquals(2, count(own, Metric.STAGES_COMPLETED));
            assertTrue(count(own, Metric.TASKS_FAILED) >= 1);
            assertEquals(2, count(added, Metric.BATCHES_COMPLETED));
            assertEquals(
                    "test", added.get(Metric.RECORDS.key()).counter().getId().getTag("app"));
            assertEquals(documented(), described(own));
        }
    }

    private static double count(MeterRegistry registry, Metric metric) {
        Counter counter = registry.get(metric.key()).counter();
        return counter.count();
    }

    private static List<String> documented() {
        return Arrays.stream(Metric.values())
                .map(metric -> metric.key() + " " + metric.type())
                .sorted()
                .toList();
    }

    private static List<String> described(MeterRegistry registry) {
        List<String> found = new ArrayList<>();
        for (Meter meter : registry.getMeters()) {
            found.add(meter.getId().getName() + " " + meter.getId().getType());
        }
        found.sort(null);
        return found;
    }
}
