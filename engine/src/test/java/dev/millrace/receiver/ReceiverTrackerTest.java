package dev.millrace.receiver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.streaming.receiver.Receiver;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiverTrackerTest {
    private final InProcessExecutors executors = new InProcessExecutors("a", "b");
    private final Events events = new Events();
    private final MillraceConf conf = new MillraceConf(false)
            .set(MillraceConfig.BLOCK_INTERVAL, "2ms")
            .set(MillraceConfig.RECEIVER_RESTART_DELAY, "1ms");
    private ReceiverTracker tracker;

    private static final class Events implements ReceiverEvents {
        final List<ReceiverStatus> started = new CopyOnWriteArrayList<>();
        final List<ReceiverStatus> errors = new CopyOnWriteArrayList<>();
        final List<ReceiverStatus> stopped = new CopyOnWriteArrayList<>();
        final List<MillraceException> failures = new CopyOnWriteArrayList<>();

        @Override
        public void started(ReceiverStatus status) {
            started.add(status);
        }

        @Override
        public void error(ReceiverStatus status) {
            errors.add(status);
        }

        @Override
        public void stopped(ReceiverStatus status) {
            stopped.add(status);
        }

        @Override
        public void failed(MillraceException cause) {
            failures.add(cause);
        }
    }

    /** Stores numbers when the test says so; copies find their test by the key. */
    private static final class Fed extends Receiver<Integer> {
        static final Map<Integer, Receiver<Integer>> RUNNING = new ConcurrentHashMap<>();

        private final String preferred;

        Fed(String preferred) {
            this.preferred = preferred;
        }

        @Override
        public void onStart() {
            RUNNING.put(streamId(), this);
        }

        @Override
        public void onStop() {
            RUNNING.remove(streamId(), this);
        }

        @Override
        public Optional<String> preferredLocation() {
            return Optional.of(preferred).filter(name -> !name.isEmpty());
        }
    }

    private static final class Failing extends Receiver<Integer> {
        private final int records;

        Failing(int records) {
            this.records = records;
        }

        @Override
        public void onStart() throws IOException {
            for (int i = 0; i < records; i++) {
                store(List.of(i));
            }
            throw new IOException("refused");
        }

        @Override
        public void onStop() {}
    }

    @BeforeEach
    void make() {
        Fed.RUNNING.clear();
        tracker = new ReceiverTracker(conf, Duration.ofMillis(100), executors, events, null);
    }

    @AfterEach
    void stop() {
        tracker.stop();
        executors.close();
    }

    private void start(int streamId, Receiver<?> receiver) {
        tracker.start(streamId, "receiver-" + streamId, receiver, List.of());
    }

    private Receiver<Integer> running(int streamId) {
        return await().until(() -> Fed.RUNNING.get(streamId), receiver -> receiver != null);
    }

    private static int records(List<ReceivedBlock> blocks) {
        return blocks.stream().mapToInt(ReceivedBlock::records).sum();
    }

    @Test
    void startsReceiversSpreadOverTheExecutors() {
        start(0, new Fed(""));
        start(1, new Fed(""));
        await().until(events.started::size, size -> size == 2);
        Set<String> used = new TreeSet<>();
        events.started.forEach(status -> used.add(status.executorId()));
        assertEquals(Set.of("a", "b"), used);
        assertEquals("Fed-0", statusOf(0).name());
        assertTrue(statusOf(0).active());
    }

    private ReceiverStatus statusOf(int streamId) {
        return events.started.stream()
                .filter(status -> status.streamId() == streamId)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void startsAReceiverWhereItPrefersToBe() {
        start(0, new Fed("b"));
        assertEquals("b", running(0).executorId());
    }

    @Test
    void givesEachBatchWhatWasReceivedSinceTheLast() {
        start(0, new Fed(""));
        running(0).store(List.of(1, 2, 3));
        await().until(() -> tracker.isAnyWaiting(0));
        assertEquals(3, records(tracker.allocate(0, 100)));
        assertEquals(0, records(tracker.allocate(0, 200)));
        running(0).store(List.of(4, 5));
        await().until(() -> tracker.isAnyWaiting(0));
        assertEquals(2, records(tracker.allocate(0, 300)));
        assertEquals(3, records(tracker.allocate(0, 100)), "asked again");
    }

    @Test
    void removesTheBlocksOfForgottenBatches() {
        start(0, new Fed(""));
        running(0).store(List.of(1));
        await().until(() -> tracker.isAnyWaiting(0));
        List<ReceivedBlock> first = tracker.allocate(0, 100);
        tracker.forgetBefore(0, 100);
        assertEquals(List.of(), executors.removed);
        tracker.forgetBefore(0, 101);
        assertEquals(List.of(first.get(0).id()), executors.removed);
    }

    @Test
    void stoppingMakesAllThatWasReceivedKnown() {
        start(0, new Fed(""));
        Receiver<Integer> receiver = running(0);
        for (int i = 0; i < 1_000; i++) {
            receiver.store(i);
        }
        tracker.stop();
        assertEquals(1_000, records(tracker.allocate(0, 100)));
        assertEquals(1, events.stopped.size());
        assertFalse(events.stopped.get(0).active());
    }

    @Test
    void startsAReceiverElsewhereWhenItsExecutorIsLostAndKeepsItsBlocks() {
        start(0, new Fed("a"));
        running(0).store(List.of(1, 2));
        await().until(() -> tracker.isAnyWaiting(0));
        executors.lose("a");
        await().until(() -> running(0).executorId(), "b"::equals);
        running(0).store(List.of(3));
        await().until(events.started::size, size -> size == 2);
        tracker.stop();
        List<ReceivedBlock> blocks = tracker.allocate(0, 100);
        assertEquals(3, records(blocks));
        assertEquals(
                blocks.size(), blocks.stream().map(ReceivedBlock::id).distinct().count(), "names are not used twice");
        assertTrue(events.errors.get(0).lastErrorMessage().contains("executor a was lost"));
    }

    @Test
    void waitsForAnExecutorWhenThereIsNone() {
        executors.alive.clear();
        start(0, new Fed(""));
        executors.alive.add("late");
        assertEquals("late", running(0).executorId());
    }

    @Test
    void letsAPausedReceiverGoOnWhenABatchEnds() {
        conf.set(MillraceConfig.RECEIVER_MAX_PENDING, "1k");
        start(0, new Fed(""));
        Receiver<Integer> receiver = running(0);
        AtomicInteger stored = new AtomicInteger();
        Thread feeding = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                receiver.store(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
                stored.incrementAndGet();
            }
        });
        feeding.start();
        await().until(() -> feeding.getState() == Thread.State.WAITING && stored.get() > 0 && tracker.isAnyWaiting(0));
        assertTrue(stored.get() < 100);
        List<ReceivedBlock> received = new ArrayList<>();
        for (long time = 1; feeding.isAlive(); time++) {
            received.addAll(tracker.allocate(0, time));
            tracker.batchEnded(0, time);
            Thread.onSpinWait();
        }
        tracker.stop();
        received.addAll(tracker.allocate(0, Long.MAX_VALUE));
        assertEquals(1_000, records(received));
    }

    @Test
    void failsTheJobWhenAReceiverFailsTooOftenBeforeItReceivedAnything() {
        conf.set(MillraceConfig.RECEIVER_MAX_FAILURES, "3");
        start(0, new Failing(0));
        await().until(() -> !events.failures.isEmpty());
        MillraceException failure = events.failures.get(0);
        assertEquals(ErrorCode.SOURCE, failure.code());
        assertTrue(failure.getMessage().contains("failed 3 times"), failure::getMessage);
        assertTrue(failure.getMessage().contains("millrace.streaming.receiver.maxFailures=3"), failure::getMessage);
        assertTrue(failure.getMessage().contains("refused"), failure::getMessage);
        assertEquals(1, failure.getMessage().lines().count(), "no stack trace in the message");
        assertNull(failure.getCause());
        assertTrue(failure.getSuppressed()[0].getMessage().contains("at " + Failing.class.getName() + ".onStart"));
    }

    @Test
    void startsAReceiverThatHasReceivedAgainForEver() {
        conf.set(MillraceConfig.RECEIVER_MAX_FAILURES, "2");
        start(0, new Failing(1));
        await().until(events.errors::size, size -> size >= 5);
        assertEquals(List.of(), events.failures);
        assertTrue(events.errors.get(0).lastError().contains("java.io.IOException: refused"));
        assertFalse(events.errors.get(0).active());
        assertTrue(events.errors.get(0).lastErrorTime() > 0);
    }

    private static final class Refusing extends Receiver<Integer> {
        @Override
        public void onStart() {
            stop("wrong password", new MillraceException(ErrorCode.AUTHENTICATION, "user x: password refused"));
        }

        @Override
        public void onStop() {}
    }

    @Test
    void failsTheJobWhenAReceiverStopsWithAnError() {
        start(0, new Refusing());
        await().until(() -> !events.failures.isEmpty());
        MillraceException failure = events.failures.get(0);
        assertEquals(ErrorCode.AUTHENTICATION, failure.code());
        assertTrue(
                failure.getMessage().matches("Refusing-0 on [ab]: wrong password: user x: password refused"),
                failure::getMessage);
    }

    /** Is read once, by the driver. */
    private static final class ReadOnce extends Receiver<Integer> {
        static final AtomicInteger READ = new AtomicInteger();

        @SuppressWarnings("UnusedVariable") // has the form that Java serialization asks for
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (READ.incrementAndGet() > 1) {
                throw new IllegalStateException("not here");
            }
        }

        @Override
        public void onStart() {}

        @Override
        public void onStop() {}
    }

    @Test
    void failsTheJobWhenAReceiverCannotBeReadAtItsExecutor() {
        start(0, new ReadOnce());
        await().until(() -> !events.failures.isEmpty());
        MillraceException failure = events.failures.get(0);
        assertEquals(ErrorCode.SOURCE, failure.code());
        assertTrue(failure.getMessage().startsWith("ReadOnce-0 cannot be started: "), failure::getMessage);
        assertTrue(failure.getMessage().contains("not here"), failure::getMessage);
        assertEquals(2, ReadOnce.READ.get());
    }

    private static final class Ending extends Receiver<Integer> {
        @Override
        public void onStart() {
            store(List.of(1, 2));
            stop("that was all");
        }

        @Override
        public void onStop() {}
    }

    @Test
    void aReceiverThatHasEndedIsNotStartedAgain() {
        start(0, new Ending());
        await().until(events.stopped::size, size -> size == 1);
        executors.lose(events.started.get(0).executorId());
        tracker.stop();
        assertEquals(1, events.started.size());
        assertEquals(List.of(), events.failures);
        assertEquals(2, records(tracker.allocate(0, 100)));
    }

    @Test
    void aReceiverThatIsUsedTwiceRunsAsTwo() {
        Fed same = new Fed("");
        start(0, same);
        start(1, same);
        running(0).store(List.of(1));
        running(1).store(List.of(2, 3));
        tracker.stop();
        assertEquals(1, records(tracker.allocate(0, 100)));
        assertEquals(2, records(tracker.allocate(1, 100)));
    }

    private static final class Picky extends Receiver<Integer> {
        @Override
        public void onStart() {}

        @Override
        public void onStop() {}

        @Override
        public Optional<String> preferredLocation() {
            throw new IllegalStateException("cannot decide");
        }
    }

    @Test
    void failsTheJobWhenAReceiverCannotBePlaced() {
        start(0, new Picky());
        assertEquals(ErrorCode.SOURCE, events.failures.get(0).code());
        assertTrue(events.failures.get(0).getMessage().contains("cannot decide"));
    }
}
