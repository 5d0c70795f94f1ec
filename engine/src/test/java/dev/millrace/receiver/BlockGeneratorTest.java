package dev.millrace.receiver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockGeneratorTest {
    private static final long ONE_BLOCK = 1_000;

    private final BlockGenerator<Integer> generator = generator(0, "1g", Long.MAX_VALUE);

    private static BlockGenerator<Integer> generator(long maxRate, String maxPending, long maxBlockBytes) {
        return new BlockGenerator<>(
                new ReceiverSettings(7, 3, Duration.ofMillis(10), maxRate, Duration.ofSeconds(1), maxPending, false),
                maxBlockBytes);
    }

    @Test
    void sealsWhatWasAddedInOrder() throws Exception {
        IntStream.range(0, 100).forEach(generator::add);
        assertNull(generator.next(0), "nothing is sealed yet");
        generator.seal();
        SealedBlock block = generator.next(0);
        assertEquals(IntStream.range(0, 100).boxed().toList(), records(block));
    }

    @Test
    void sealsNothingWhenNothingWasAdded() throws Exception {
        generator.seal();
        assertNull(generator.next(0));
    }

    @Test
    void namesBlocksByStreamAndIncarnationAndNumber() throws Exception {
        generator.add(1);
        generator.seal();
        generator.add(2);
        generator.seal();
        SealedBlock first = generator.next(0);
        SealedBlock second = generator.next(0);
        assertEquals(7, first.id().streamId());
        assertEquals(3, ReceiverSettings.incarnation(first.id()));
        assertEquals(first.id().sequence() + 1, second.id().sequence());
    }

    @Test
    void sealsByItselfWhenTheBufferIsFull() throws Exception {
        BlockGenerator<Integer> small = generator(0, "1g", ONE_BLOCK);
        IntStream.range(0, 500).forEach(small::add);
        small.seal();
        List<Integer> all = new ArrayList<>();
        int blocks = 0;
        for (SealedBlock block = small.next(0); block != null; block = small.next(0)) {
            assertTrue(block.bytes() < 4 * ONE_BLOCK, () -> "a block of " + all.size());
            all.addAll(records(block));
            blocks++;
        }
        assertEquals(IntStream.range(0, 500).boxed().toList(), all);
        assertTrue(blocks > 3, "blocks: " + blocks);
    }

    @Test
    void pausesWhenTooManyBlocksWaitToBeKept() throws Exception {
        BlockGenerator<Integer> small = generator(0, "1g", ONE_BLOCK);
        Thread adding = start(() -> IntStream.range(0, 100_000).forEach(small::add));
        awaitPause(adding);
        for (int i = 0; i < BlockGenerator.MAX_QUEUED_BLOCKS; i++) {
            assertFalse(records(small.next(0)).isEmpty());
        }
        List<Integer> rest = new ArrayList<>();
        while (adding.isAlive()) {
            SealedBlock block = small.next(1_000_000);
            if (block != null) {
                rest.addAll(records(block));
            }
        }
        small.close();
        while (!small.isDrained()) {
            rest.addAll(records(small.next(0)));
        }
        assertEquals(99_999, rest.get(rest.size() - 1));
    }

    @Test
    void pausesWhenTooMuchWaitsForItsBatchUntilThatHasEnded() throws Exception {
        BlockGenerator<Integer> small = generator(0, "3k", ONE_BLOCK);
        CompletableFuture<Long> sealedWhilePaused = new CompletableFuture<>();
        Thread adding = start(() -> IntStream.range(0, 200).forEach(small::add));
        Thread keeping = start(() -> {
            long bytes = 0;
            while (bytes < 3_000) {
                SealedBlock block = small.next(1_000_000);
                bytes += block == null ? 0 : block.bytes();
            }
            sealedWhilePaused.complete(bytes);
        });
        long pending = sealedWhilePaused.join();
        keeping.join();
        awaitPause(adding);
        assertNull(small.next(0));
        small.consumed(pending);
        adding.join();
    }

    @Test
    void liftingLetsPausedThreadsGoOnAndLosesNothing() throws Exception {
        BlockGenerator<Integer> small = generator(0, "2k", ONE_BLOCK);
        Thread adding = start(() -> IntStream.range(0, 10_000).forEach(small::add));
        awaitPause(adding);
        small.lift();
        adding.join();
        small.close();
        int records = 0;
        while (!small.isDrained()) {
            records += records(small.next(0)).size();
        }
        assertEquals(10_000, records);
    }

    @Test
    void aPausedThreadIsNotWokenByAnInterruptAndStaysInterrupted() throws Exception {
        BlockGenerator<Integer> small = generator(0, "2k", ONE_BLOCK);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread adding = start(() -> {
            IntStream.range(0, 1_000).forEach(small::add);
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        awaitPause(adding);
        adding.interrupt();
        small.lift();
        assertTrue(interrupted.join());
    }

    @Test
    void addingAllReturnsWhenTheBlocksAreKept() throws Exception {
        Thread adding = start(() -> generator.addAll(List.of(1, 2, 3).iterator()));
        SealedBlock block = generator.next(Duration.ofMinutes(1).toNanos());
        awaitPause(adding);
        block.kept().complete(null);
        adding.join();
        assertEquals(List.of(1, 2, 3), records(block));
    }

    @Test
    void addingAllKeepsTheOrderWithWhatWasAddedBefore() throws Exception {
        generator.add(1);
        Thread adding = start(() -> generator.addAll(List.of(2, 3).iterator()));
        SealedBlock first = generator.next(Duration.ofMinutes(1).toNanos());
        SealedBlock second = generator.next(Duration.ofMinutes(1).toNanos());
        second.kept().complete(null);
        adding.join();
        assertEquals(List.of(1), records(first));
        assertEquals(List.of(2, 3), records(second));
    }

    @Test
    void addingAllSplitsWhatIsTooMuchForABlock() throws Exception {
        BlockGenerator<Integer> small = generator(0, "1g", ONE_BLOCK);
        List<Integer> numbers = IntStream.range(0, 200).boxed().toList();
        Thread adding = start(() -> small.addAll(numbers.iterator()));
        List<Integer> seen = new ArrayList<>();
        int blocks = 0;
        while (seen.size() < numbers.size()) {
            SealedBlock block = small.next(Duration.ofMinutes(1).toNanos());
            seen.addAll(records(block));
            block.kept().complete(null);
            blocks++;
        }
        adding.join();
        assertEquals(numbers, seen);
        assertTrue(blocks > 1);
    }

    @Test
    void addingAllFailsWhenABlockCannotBeKept() throws Exception {
        CompletableFuture<MillraceException> failure = new CompletableFuture<>();
        start(() -> failure.complete(assertThrows(
                MillraceException.class, () -> generator.addAll(List.of(1).iterator()))));
        SealedBlock block = generator.next(Duration.ofMinutes(1).toNanos());
        block.kept().completeExceptionally(new IOException("disk full"));
        assertEquals(ErrorCode.SOURCE, failure.join().code());
        assertTrue(failure.join().getMessage().contains("disk full"), failure.join()::getMessage);
    }

    @Test
    void refusesRecordsWhenClosedAndSealsWhatThereIs() throws Exception {
        generator.add(1);
        generator.close();
        MillraceException refused = assertThrows(MillraceException.class, () -> generator.add(2));
        assertEquals(ErrorCode.STATE, refused.code());
        assertFalse(generator.isDrained());
        assertEquals(List.of(1), records(generator.next(0)));
        assertTrue(generator.isDrained());
    }

    @Test
    void closingEndsTheWaitForABlock() throws Exception {
        Thread waiting =
                start(() -> assertNull(generator.next(Duration.ofMinutes(5).toNanos())));
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        generator.close();
        waiting.join();
    }

    private static List<Integer> records(SealedBlock block) {
        return Arrays.stream(block.chunk().records(), 0, block.chunk().count())
                .map(Integer.class::cast)
                .toList();
    }

    private static void awaitPause(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    private interface Body {
        void run() throws Exception;
    }

    private static Thread start(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
