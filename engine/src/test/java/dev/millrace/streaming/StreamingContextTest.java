package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** From the first definition to the end: what is allowed when, and how a stream ends. */
class StreamingContextTest {
    private static final Duration BATCH = Durations.milliseconds(100);

    private final ManualClock clock = new ManualClock();
    private final MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("test");

    /** An input that has taken in one record for each call of {@link #takeIn}. */
    private static final class Counting extends RangeInputDStream<Long, Long> {
        private final CountDownLatch stopped = new CountDownLatch(1);
        private long waiting;

        Counting(StreamingContext context) {
            super(context);
        }

        synchronized void takeIn(long records) {
            waiting += records;
        }

        @Override
        public void stop() {
            takeIn(1); // the last one, as a receiver that hands over what it still has
            stopped.countDown();
        }

        @Override
        protected synchronized boolean hasUnassigned() {
            return waiting > 0;
        }

        @Override
        protected synchronized Long nextRange(Time batch) {
            long range = waiting;
            waiting = 0;
            return range;
        }

        @Override
        protected RDD<Long> read(Time batch, Long range) {
            return context().millraceContext().generate(0, range, 1, number -> number);
        }
    }

    private static final class Broken extends RangeInputDStream<Long, Long> {
        Broken(StreamingContext context) {
            super(context);
        }

        @Override
        protected Long nextRange(Time batch) {
            throw new IllegalStateException("the source is gone");
        }

        @Override
        protected RDD<Long> read(Time batch, Long range) {
            return context().millraceContext().emptyRDD();
        }
    }

    @AfterEach
    void stopWhatIsActive() {
        StreamingContext.getActive().ifPresent(StreamingContext::stop);
        Awaitility.await("threads of the engine to end")
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> List.of(
                                        "millrace-batches",
                                        "millrace-batch-clock",
                                        "millrace-stop",
                                        "millrace-listeners")
                                .contains(name)));
    }

    private StreamingContext context() {
        return new StreamingContext(new MillraceContext(conf), BATCH, clock);
    }

    private static DStream<Integer> anInput(StreamingContext context) {
        return context.queueStream(new ArrayDeque<>());
    }

    private void advance(int batches) {
        clock.advance(batches * BATCH.milliseconds());
    }

    private static MillraceException refused(ErrorCode code, String part, Executable call) {
        MillraceException refused = assertThrows(MillraceException.class, call);
        assertEquals(code, refused.code(), refused::getMessage);
        assertTrue(refused.getMessage().contains(part), refused::getMessage);
        return refused;
    }

    @Test
    void aGraphWithoutOutputIsRefused() {
        StreamingContext context = context();
        anInput(context).map(number -> number + 1);
        refused(ErrorCode.GRAPH, "call print, foreachRDD", context::start);
        context.stop();
    }

    @Test
    void theGraphIsFixedOnceStarted() {
        StreamingContext context = context();
        DStream<Integer> input = anInput(context);
        input.print();
        context.start();
        refused(ErrorCode.GRAPH, "before start()", () -> input.map(number -> number + 1));
        refused(ErrorCode.GRAPH, "print", input::print);
        refused(ErrorCode.GRAPH, "before start()", () -> anInput(context));
        refused(ErrorCode.GRAPH, "persist", input::cache);
        refused(ErrorCode.GRAPH, "remember", () -> context.remember(BATCH));
        refused(ErrorCode.STATE, "started already", context::start);
        context.stop();
        refused(ErrorCode.STATE, "make a new StreamingContext", () -> input.map(number -> number + 1));
        refused(ErrorCode.STATE, "make a new StreamingContext", context::start);
    }

    @Test
    void oneContextIsActiveAtATime() {
        StreamingContext first = context();
        anInput(first).print();
        assertEquals(Optional.empty(), StreamingContext.getActive());
        assertEquals(StreamingContextState.INITIALIZED, first.getState());
        first.start();
        assertSame(first, StreamingContext.getActive().orElseThrow());
        assertEquals(StreamingContextState.ACTIVE, first.getState());
        StreamingContext second = context();
        anInput(second).print();
        refused(ErrorCode.STATE, "another StreamingContext is active", second::start);
        first.stop();
        assertEquals(StreamingContextState.STOPPED, first.getState());
        assertEquals(Optional.empty(), StreamingContext.getActive());
        second.start();
        second.stop();
    }

    @Test
    void aContextThatWasNotStartedCanBeStopped() {
        StreamingContext context = context();
        refused(ErrorCode.STATE, "call start() first", context::awaitTermination);
        context.stop();
        context.stop();
        assertEquals(StreamingContextState.STOPPED, context.getState());
        assertTrue(context.millraceContext().isStopped());
    }

    @Test
    void theMillraceContextOfTheProgramCanStay() {
        StreamingContext context = context();
        anInput(context).print();
        context.start();
        context.stop(false);
        assertFalse(context.millraceContext().isStopped());
        assertEquals(3, context.millraceContext().parallelize(List.of(1, 2, 3)).count());
        context.stop(true);
        assertTrue(context.millraceContext().isStopped());
    }

    @Test
    void nothingStaysPersistedOnAContextThatGoesOn() throws InterruptedException {
        conf.set(MillraceConfig.MAX_BATCHES, "7");
        StreamingContext context = context();
        DStream<Long> input = context.rateStream(100, number -> number % 3);
        List<RDD<?>> kept = new CopyOnWriteArrayList<>();
        DStream<Long> cached = input.map(number -> number).cache();
        PairDStream<Long, Long> sliding = cached.countByValueAndWindow(BATCH.times(4), BATCH);
        PairDStream<Long, Long> stacked = cached.countByValue().reduceByKeyAndWindow(Math::max, BATCH.times(4));
        for (DStream<?> stream : List.of(cached, sliding, stacked)) {
            keepTrack(stream, kept);
        }
        context.start();
        advance(7);
        context.awaitTermination();
        assertFalse(context.millraceContext().isStopped());
        assertEquals(21, kept.size());
        assertEquals(
                List.of(),
                kept.stream().filter(rdd -> rdd.getStorageLevel().isValid()).toList());
        context.stop();
    }

    private static <T> void keepTrack(DStream<T> stream, List<RDD<?>> kept) {
        stream.foreachRDD(rdd -> {
            rdd.count();
            kept.add(rdd);
        });
    }

    @Test
    void aStartThatFailsEndsTheContext() {
        StreamingContext context = new StreamingContext(conf, BATCH);
        context.textFileStream("/there/is/no/such/directory").print();
        refused(ErrorCode.FILE, "/there/is/no/such/directory", context::start);
        assertEquals(StreamingContextState.STOPPED, context.getState());
        assertTrue(context.millraceContext().isStopped());
        assertEquals(Optional.empty(), StreamingContext.getActive());
    }

    @Test
    void theConfigurationOverridesTheInterval() {
        conf.set(MillraceConfig.BATCH_INTERVAL, "20ms");
        StreamingContext context = context();
        assertEquals(Durations.milliseconds(20), context.batchDuration());
        context.stop();
        try (StreamingContext byConfiguration = new StreamingContext(conf)) {
            assertEquals(Durations.milliseconds(20), byConfiguration.batchDuration());
        }
        conf.remove(MillraceConfig.BATCH_INTERVAL.key());
        refused(ErrorCode.CONFIGURATION, "millrace.streaming.batchInterval", () -> new StreamingContext(conf));
        refused(ErrorCode.ARGUMENT, "at least 1 ms", () -> new StreamingContext(conf, new Duration(0)));
    }

    @Test
    void twoOperationsCannotHaveOneUid() {
        StreamingContext context = context();
        DStream<Integer> input = anInput(context).uid("numbers");
        input.map(number -> number).uid("numbers").print();
        refused(ErrorCode.GRAPH, "\"numbers\"", context::start);
        refused(ErrorCode.ARGUMENT, "uid", () -> input.uid(" "));
        context.stop();
    }

    @Test
    void aFunctionThatCannotBeSentIsRefusedWhereItIsGiven() {
        StreamingContext context = context();
        DStream<Integer> input = anInput(context);
        Object notSerializable = new Object();
        refused(ErrorCode.NOT_SERIALIZABLE, "filter", () -> input.filter(n -> notSerializable.hashCode() == n));
        refused(
                ErrorCode.NOT_SERIALIZABLE,
                "reduceByKeyAndWindow",
                () -> input.countByValue().reduceByKeyAndWindow((a, b) -> a + notSerializable.hashCode(), BATCH));
        refused(ErrorCode.ARGUMENT, "found null", () -> input.map(null));
        input.foreachRDD(rdd -> assertTrue(notSerializable.hashCode() != 0)); // stays on the driver
        input.transform(rdd -> rdd.coalesce(notSerializable.hashCode()));
        context.stop();
    }

    @Test
    void aFailingTaskEndsTheContext() {
        StreamingContext context = new StreamingContext(conf, BATCH);
        context.rateStream(100, number -> 1 / (number - 1)).foreachRDD(RDD::count);
        context.start();
        MillraceException failure = assertThrows(MillraceException.class, context::awaitTermination);
        assertEquals(ErrorCode.TASK_FAILED, failure.code());
        assertInstanceOf(ArithmeticException.class, failure.getCause());
        assertEquals(StreamingContextState.STOPPED, context.getState());
        assertTrue(context.millraceContext().isStopped(), "made by the stream, stopped with it");
    }

    @Test
    void aFailingFunctionOnTheDriverIsNamedWithItsLine() {
        StreamingContext context = context();
        List<String> ran = new CopyOnWriteArrayList<>();
        DStream<Integer> input = anInput(context);
        input.foreachRDD(rdd -> {
            ran.add("first");
        });
        input.foreachRDD(rdd -> {
            throw new IOException("no space");
        });
        input.foreachRDD(rdd -> {
            ran.add("third");
        });
        context.start();
        advance(2);
        MillraceException failure = assertThrows(MillraceException.class, context::awaitTermination);
        assertEquals(ErrorCode.DRIVER_FUNCTION, failure.code());
        assertTrue(
                failure.getMessage().contains("batch 100 ms, output 1 (foreachRDD at StreamingContextTest.java:"),
                failure::getMessage);
        assertTrue(failure.getMessage().contains("no space"), failure::getMessage);
        assertEquals(List.of("first"), ran, "no output after the one that failed, and no batch either");
        assertThrows(MillraceException.class, () -> context.awaitTerminationOrTimeout(1000));
        context.stop();
    }

    /** A driver that is told to stop takes a wrong state of its context for the answer to that. */
    @Test
    void aBatchThatEndsWithAWrongStateHasFailed() {
        StreamingContext context = context();
        DStream<Integer> input = anInput(context);
        input.foreachRDD(rdd -> context.start());
        context.start();
        advance(1);
        refused(ErrorCode.DRIVER_FUNCTION, "batch 100 ms, output 0 (foreachRDD at", context::awaitTermination);
        context.stop();
    }

    @Test
    void aFailingTransformationAndASourceThatFailsEndTheContextToo() {
        StreamingContext context = context();
        anInput(context).transform((RDD<Integer> rdd) -> (RDD<Integer>) null).print();
        context.start();
        advance(1);
        refused(ErrorCode.DRIVER_FUNCTION, "returned null", context::awaitTermination);
        context.stop();
        StreamingContext second = context();
        new Broken(second).print();
        second.start();
        advance(1);
        refused(ErrorCode.SOURCE, "the source is gone", second::awaitTermination);
        second.stop();
    }

    @Test
    void itEndsAfterAsManyBatchesAsItShall() throws InterruptedException {
        conf.set(MillraceConfig.MAX_BATCHES, "3");
        StreamingContext context = context();
        List<Long> times = new CopyOnWriteArrayList<>();
        anInput(context).foreachRDD((rdd, time) -> {
            times.add(time.milliseconds());
        });
        context.start();
        assertFalse(context.awaitTerminationOrTimeout(0));
        advance(10);
        context.awaitTermination();
        assertEquals(List.of(100L, 200L, 300L), times);
        assertEquals(StreamingContextState.STOPPED, context.getState());
        context.stop();
    }

    @Test
    void batchesQueueWhenTheyAreBehindAndAGracefulStopRunsThemAll() throws Exception {
        StreamingContext context = context();
        CountDownLatch proceed = new CountDownLatch(1);
        List<Long> times = new CopyOnWriteArrayList<>();
        anInput(context).foreachRDD((rdd, time) -> {
            proceed.await();
            times.add(time.milliseconds());
        });
        context.start();
        advance(4);
        Awaitility.await().until(() -> context.queuedBatches() == 3);
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> context.stop(true, true));
        assertFalse(stop.isDone());
        proceed.countDown();
        stop.get(30, TimeUnit.SECONDS);
        assertEquals(List.of(100L, 200L, 300L, 400L), times);
        context.awaitTermination();
    }

    @Test
    void aGracefulStopProcessesWhatInputsHaveTakenIn() throws Exception {
        StreamingContext context = context();
        Counting input = new Counting(context);
        List<Long> counts = new CopyOnWriteArrayList<>();
        input.foreachRDD(rdd -> {
            counts.add(rdd.count());
        });
        context.start();
        input.takeIn(3);
        advance(1);
        Awaitility.await().until(() -> counts.size() == 1);
        input.takeIn(4);
        context.stop(true, true);
        assertEquals(List.of(3L, 5L), counts);
        assertEquals(0, input.stopped.getCount());
    }

    @Test
    void aStopAtOnceInterruptsWhatRunsAndDropsWhatWaits() throws Exception {
        StreamingContext context = context();
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        List<Long> times = new CopyOnWriteArrayList<>();
        anInput(context).foreachRDD((rdd, time) -> {
            times.add(time.milliseconds());
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
        context.start();
        advance(3);
        running.await();
        context.stop();
        assertTrue(interrupted.get());
        assertEquals(List.of(100L), times);
        context.awaitTermination(); // a stop is no failure
    }

    @Test
    void aGracefulStopHasALimit() throws Exception {
        conf.set(MillraceConfig.GRACEFUL_STOP_TIMEOUT, "50ms");
        StreamingContext context = context();
        CountDownLatch running = new CountDownLatch(1);
        anInput(context).foreachRDD(rdd -> {
            running.countDown();
            new CountDownLatch(1).await();
        });
        context.start();
        advance(1);
        running.await();
        context.stop(true, true);
        assertEquals(StreamingContextState.STOPPED, context.getState());
        context.awaitTermination();
    }

    @Test
    void anOutputMayStopItsOwnStream() throws Exception {
        StreamingContext context = context();
        List<Long> times = new CopyOnWriteArrayList<>();
        anInput(context).foreachRDD((rdd, time) -> {
            times.add(time.milliseconds());
            if (time.milliseconds() == 200) {
                context.stop(true, true);
                times.add(-1L);
            }
        });
        context.start();
        advance(2);
        context.awaitTermination();
        assertEquals(List.of(100L, 200L, -1L), times);
        assertTrue(context.millraceContext().isStopped());
    }

    @Test
    void outputsOfABatchRunSideBySideWhenTheyMay() throws Exception {
        conf.set(MillraceConfig.CONCURRENT_JOBS, "2");
        conf.set(MillraceConfig.MAX_BATCHES, "5");
        StreamingContext context = context();
        CyclicBarrier both = new CyclicBarrier(2);
        List<String> ran = new CopyOnWriteArrayList<>();
        DStream<Integer> input = anInput(context);
        for (int i = 0; i < 2; i++) {
            input.foreachRDD((rdd, time) -> {
                both.await(30, TimeUnit.SECONDS); // passes only when the other output runs too
                rdd.count();
                ran.add(time.toString());
            });
        }
        context.start();
        advance(5);
        context.awaitTermination();
        assertEquals(10, ran.size());
        assertEquals(ran.stream().sorted().toList(), ran, "batches one after the other");
    }

    @Test
    void shortBatchesKeepTheirTimes() throws Exception {
        conf.set(MillraceConfig.MAX_BATCHES, "50");
        StreamingContext context = new StreamingContext(conf, Durations.milliseconds(2));
        List<Long> times = new CopyOnWriteArrayList<>();
        List<Long> counts = new CopyOnWriteArrayList<>();
        context.rateStream(1000, number -> number).foreachRDD((rdd, time) -> {
            times.add(time.milliseconds());
            counts.add(rdd.count());
        });
        context.start();
        context.awaitTermination();
        long first = times.get(0);
        assertEquals(0, first % 2);
        for (int i = 0; i < 50; i++) {
            assertEquals(first + 2L * i, times.get(i));
            assertEquals(2, counts.get(i));
        }
    }
}
