package dev.millrace.receiver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.receiver.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningReceiverTest {
    private final RecordingContext context = new RecordingContext();
    private final Scripted receiver = new Scripted();
    private RunningReceiver<Integer> running;

    /** Notes the calls that it gets, and does what a test says on start and stop. */
    private static final class Scripted extends Receiver<Integer> {
        final transient List<String> calls = new CopyOnWriteArrayList<>();
        transient Action onStart = () -> {};
        transient Action onStop = () -> {};

        Scripted() {
            super(StorageLevel.MEMORY_ONLY);
        }

        @Override
        public void onStart() throws Exception {
            calls.add("start");
            onStart.run();
        }

        @Override
        public void onStop() throws Exception {
            calls.add("stop");
            onStop.run();
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private void start() {
        start(Duration.ofMillis(1));
    }

    private void start(Duration restartDelay) {
        running = new RunningReceiver<>(
                receiver, new ReceiverSettings(4, 0, Duration.ofMillis(5), 0, restartDelay, "1g", false), context);
        context.onKept.set(running::confirmed);
        running.start();
    }

    private void startAndAwaitIt() {
        start();
        await().until(receiver.calls::size, size -> size >= 1);
    }

    @AfterEach
    void stop() throws Exception {
        if (running != null) {
            running.stopAndWait();
        }
    }

    @Test
    void saysWhereItRunsBeforeItStarts() {
        receiver.onStart = () -> {
            assertTrue(receiver.isStarted());
            assertFalse(receiver.isStopped());
            assertEquals(4, receiver.streamId());
            assertEquals("executor-1", receiver.executorId());
        };
        startAndAwaitIt();
        assertEquals(List.of(new ReceiverMessage.Started("executor-1")), context.messages);
    }

    @Test
    void keepsWhatIsStoredWithinTheBlockInterval() {
        startAndAwaitIt();
        receiver.store(1);
        receiver.store(2);
        await().until(() -> context.records, List.of(1, 2)::equals);
    }

    @Test
    void tellsOfABlockAfterItIsKept() {
        startAndAwaitIt();
        receiver.store(1);
        List<ReceiverMessage.BlockKept> told =
                await().until(() -> context.messages(ReceiverMessage.BlockKept.class), list -> !list.isEmpty());
        assertEquals(List.of(1), context.records);
        assertEquals(1, told.get(0).block().records());
        assertEquals(4, told.get(0).block().id().streamId());
    }

    @Test
    void storingManyReturnsWhenTheyAreKept() {
        startAndAwaitIt();
        receiver.store(List.of(1, 2, 3));
        assertEquals(List.of(1, 2, 3), context.records);
        receiver.store(List.of(4).iterator());
        assertEquals(List.of(1, 2, 3, 4), context.records);
    }

    @Test
    void storingManyReturnsWhenTheDriverKnowsThem() {
        startAndAwaitIt();
        context.onKept.set(block -> {});
        CompletableFuture<Void> stored = CompletableFuture.runAsync(() -> receiver.store(List.of(1, 2, 3)));
        ReceivedBlock block = await().until(() -> context.messages(ReceiverMessage.BlockKept.class), l -> !l.isEmpty())
                .get(0)
                .block();
        CompletableFuture<Void> next = CompletableFuture.runAsync(() -> receiver.store(List.of(4)));
        await().until(() -> context.records, List.of(1, 2, 3, 4)::equals); // the next block does not wait for that
        assertFalse(stored.isDone());
        running.confirmed(block.id());
        stored.join();
        assertFalse(next.isDone());
        context.messages(ReceiverMessage.BlockKept.class)
                .forEach(kept -> running.confirmed(kept.block().id()));
        next.join();
    }

    @Test
    void storingManyFailsWhenItIsStoppedAndTheDriverDoesNotAnswer() throws Exception {
        startAndAwaitIt();
        context.onKept.set(block -> {});
        CompletableFuture<Void> stored = CompletableFuture.runAsync(() -> receiver.store(List.of(1, 2, 3)));
        await().until(() -> context.messages(ReceiverMessage.BlockKept.class), list -> !list.isEmpty());
        running.stopAndWait();
        CompletionException error = assertThrows(CompletionException.class, stored::join);
        assertEquals(
                "the receiver was stopped before the driver said that it knows the records; their source should keep"
                        + " them",
                error.getCause().getMessage());
    }

    @Test
    void stoppingKeepsWhatWasStoredUntilOnStopReturned() throws Exception {
        receiver.onStop = () -> {
            assertTrue(receiver.isStopped());
            receiver.store(99);
        };
        startAndAwaitIt();
        IntStream.range(0, 50).forEach(receiver::store);
        running.stopAndWait();
        assertEquals(51, context.records.size());
        assertEquals(99, context.records.get(50));
        assertInstanceOf(ReceiverMessage.Stopped.class, context.messages.get(context.messages.size() - 1));
    }

    @Test
    void refusesRecordsAfterTheStop() throws Exception {
        startAndAwaitIt();
        running.stopAndWait();
        MillraceException refused = assertThrows(MillraceException.class, () -> receiver.store(1));
        assertEquals(ErrorCode.STATE, refused.code());
        assertTrue(refused.getMessage().contains("isStopped()"), refused::getMessage);
    }

    @Test
    void startsAgainAfterAFailureAndTellsOfIt() {
        startAndAwaitIt();
        receiver.restart("lost the source", new IOException("reset"));
        await().until(() -> receiver.calls, List.of("start", "stop", "start")::equals);
        ReceiverMessage.Problem problem =
                context.messages(ReceiverMessage.Problem.class).get(0);
        assertEquals(
                "lost the source: java.io.IOException: reset", problem.failure().line());
        assertEquals(1, problem.nextStartMillis());
        assertEquals(2, context.messages(ReceiverMessage.Started.class).size());
    }

    @Test
    void isStoppedWhileItWaitsForItsNextStart() {
        start(Duration.ofHours(1));
        await().until(receiver.calls::size, size -> size == 1);
        receiver.restart("later");
        assertTrue(receiver.isStopped());
        assertFalse(receiver.isStarted());
    }

    @Test
    void restartsOnceHoweverManyThreadsAskForIt() {
        start(Duration.ofHours(1));
        await().until(receiver.calls::size, size -> size == 1);
        receiver.restart("first", new IOException());
        receiver.restart("second", new IOException());
        assertEquals(1, context.messages(ReceiverMessage.Problem.class).size());
    }

    @Test
    void pausesTwiceAsLongAfterEachFailureInARowUpToSixteenTimes() {
        receiver.onStart = () -> {
            throw new IOException("refused");
        };
        start();
        await().until(() -> context.messages(ReceiverMessage.Problem.class).size(), size -> size >= 7);
        assertEquals(
                List.of(1L, 2L, 4L, 8L, 16L, 16L, 16L),
                context.messages(ReceiverMessage.Problem.class).stream()
                        .limit(7)
                        .map(ReceiverMessage.Problem::nextStartMillis)
                        .toList());
    }

    @Test
    void pausesShortlyAgainOnceSomethingWasReceived() {
        receiver.onStart = () -> {
            if (receiver.calls.stream().filter("start"::equals).count() == 3) {
                receiver.store(1);
            }
            throw new IOException("refused");
        };
        start();
        await().until(() -> context.messages(ReceiverMessage.Problem.class).size(), size -> size >= 4);
        assertEquals(
                List.of(1L, 2L, 1L, 2L),
                context.messages(ReceiverMessage.Problem.class).stream()
                        .limit(4)
                        .map(ReceiverMessage.Problem::nextStartMillis)
                        .toList());
    }

    @Test
    void takesThePauseThatTheReceiverNames() {
        startAndAwaitIt();
        receiver.restart("soon", new IOException(), 7);
        assertEquals(7, context.messages(ReceiverMessage.Problem.class).get(0).nextStartMillis());
    }

    @Test
    void stoppingDuringThePauseCallsOnStopOnce() throws Exception {
        start(Duration.ofHours(1));
        await().until(receiver.calls::size, size -> size == 1);
        receiver.restart("later");
        await().until(receiver.calls::size, size -> size == 2);
        running.stopAndWait();
        assertEquals(List.of("start", "stop"), receiver.calls);
    }

    @Test
    void anErrorOfOnStopIsToldAndDoesNotKeepItFromStopping() throws Exception {
        receiver.onStop = () -> {
            throw new IllegalStateException("no");
        };
        startAndAwaitIt();
        running.stopAndWait();
        assertEquals(
                "onStop failed: java.lang.IllegalStateException: no",
                context.messages(ReceiverMessage.Problem.class).get(0).failure().line());
    }

    @Test
    void reportsProblemsWithoutStopping() {
        startAndAwaitIt();
        receiver.reportError("odd line", new IOException("?"));
        ReceiverMessage.Problem problem =
                context.messages(ReceiverMessage.Problem.class).get(0);
        assertTrue(problem.nextStartMillis() < 0);
        assertTrue(receiver.isStarted());
    }

    @Test
    void canEndItselfFromItsOwnThread() {
        receiver.onStart = () -> {
            receiver.store(1);
            receiver.stop("end of the file");
        };
        start();
        ReceiverMessage.Stopped stopped = await().until(
                        () -> context.messages(ReceiverMessage.Stopped.class), list -> !list.isEmpty())
                .get(0);
        assertEquals("end of the file", stopped.message());
        assertNull(stopped.failure());
        assertEquals(List.of(1), context.records);
        assertEquals(List.of("start", "stop"), receiver.calls);
    }

    @Test
    void endsWithAFailureWhenGoingOnMakesNoSense() {
        receiver.onStart = () -> receiver.stop("bad password", new SecurityException("denied"));
        start();
        ReceiverMessage.Stopped stopped = await().until(
                        () -> context.messages(ReceiverMessage.Stopped.class), list -> !list.isEmpty())
                .get(0);
        assertNotNull(stopped.failure());
        assertEquals(
                "bad password: java.lang.SecurityException: denied",
                stopped.failure().line());
    }

    @Test
    void triesABlockAgainThatCouldNotBeKept() {
        startAndAwaitIt();
        context.failures.add(new IOException("peer is gone"));
        receiver.store(List.of(1, 2));
        assertEquals(List.of(1, 2), context.records);
        assertEquals(1, context.messages(ReceiverMessage.Problem.class).size());
    }

    @Test
    void endsWhenRecordsCannotBeSerialized() {
        startAndAwaitIt();
        context.failures.add(new MillraceException(ErrorCode.NOT_SERIALIZABLE, "no way to write a Thread"));
        MillraceException refused = assertThrows(MillraceException.class, () -> receiver.store(List.of(1)));
        assertEquals(ErrorCode.NOT_SERIALIZABLE, refused.code());
        ReceiverMessage.Stopped stopped = await().until(
                        () -> context.messages(ReceiverMessage.Stopped.class), list -> !list.isEmpty())
                .get(0);
        assertEquals(ErrorCode.NOT_SERIALIZABLE, stopped.failure().code());
    }

    @Test
    void aReceiverThatIsAheadIsPausedUntilItsBatchEnds() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        running = new RunningReceiver<>(
                receiver,
                new ReceiverSettings(4, 0, Duration.ofMillis(5), 0, Duration.ofMillis(1), "1k", false),
                context);
        context.onKept.set(running::confirmed);
        receiver.onStart = () -> {
            for (int i = 0; i < 100; i++) {
                receiver.store(List.of(i));
            }
            done.complete(true);
        };
        running.start();
        long pending = await().until(this::keptBytes, bytes -> bytes >= 1_024);
        assertFalse(done.isDone(), "all 100 records in " + pending + " bytes");
        running.consumed(pending);
        await().until(this::keptBytes, bytes -> bytes >= pending + 1_024);
        assertFalse(done.isDone());
        running.consumed(1 << 20);
        assertTrue(done.join());
    }

    private long bytesToLog() {
        return context.messages(ReceiverMessage.BlockToLog.class).stream()
                .mapToLong(block -> block.content().length)
                .sum();
    }

    /** Stores one array of a megabyte again and again. */
    private static final class Large extends Receiver<byte[]> {
        static final int RECORDS = 200;

        transient CompletableFuture<Boolean> done = new CompletableFuture<>();

        @Override
        public void onStart() {
            byte[] record = new byte[1 << 20];
            for (int i = 0; i < RECORDS; i++) {
                store(record);
            }
            done.complete(true);
        }

        @Override
        public void onStop() {}
    }

    @Test
    void aReceiverIsPausedWhileTheLogOfTheDriverIsBehind() throws Exception {
        Large large = new Large();
        RunningReceiver<byte[]> logged = new RunningReceiver<>(
                large, new ReceiverSettings(4, 0, Duration.ofMillis(5), 0, Duration.ofMillis(1), "1g", true), context);
        logged.start();
        long sent = await().until(this::bytesToLog, bytes -> bytes >= UnconfirmedBlocks.MAX_BYTES);
        await().during(300, TimeUnit.MILLISECONDS).until(this::bytesToLog, bytes -> bytes == sent);
        assertFalse(large.done.isDone(), () -> "all are taken in, and only " + sent + " bytes are on their way");
        assertTrue(sent < 4 * UnconfirmedBlocks.MAX_BYTES, () -> sent + " bytes are on their way");
        context.onKept.set(logged::confirmed);
        context.messages(ReceiverMessage.BlockToLog.class)
                .forEach(block -> logged.confirmed(block.block().id()));
        assertTrue(large.done.get(30, TimeUnit.SECONDS));
        await().until(context.records::size, size -> size == Large.RECORDS);
        logged.stopAndWait();
    }

    private long keptBytes() {
        return context.messages(ReceiverMessage.BlockKept.class).stream()
                .mapToLong(kept -> kept.block().bytes())
                .sum();
    }
}
