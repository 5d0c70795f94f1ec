package dev.millrace.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ClockTest {
    @Test
    void theSystemClockTellsTheSystemsTime() {
        long before = System.currentTimeMillis();
        long now = new SystemClock().millis();
        assertTrue(now >= before - 1 && now <= System.currentTimeMillis() + 1, () -> now + " around " + before);
    }

    @Test
    void theSystemClockWaitsUntilTheTimeAndNotLess() {
        SystemClock clock = new SystemClock();
        for (int i = 0; i < 20; i++) {
            long due = clock.millis() + 2;
            assertTrue(clock.await(due, () -> false));
            assertTrue(clock.millis() >= due);
        }
        assertTrue(clock.await(clock.millis() - 1000, () -> false), "what is past is there at once");
    }

    @Test
    void aWaitCanBeCancelled() throws Exception {
        for (Clock clock : new Clock[] {new SystemClock(), new ManualClock()}) {
            AtomicBoolean cancelled = new AtomicBoolean();
            CompletableFuture<Boolean> reached = new CompletableFuture<>();
            Thread waiting =
                    new Thread(() -> reached.complete(clock.await(Long.MAX_VALUE / 1_000_000, cancelled::get)));
            waiting.start();
            Awaitility.await().until(() -> waiting.getState() != Thread.State.RUNNABLE);
            cancelled.set(true);
            LockSupport.unpark(waiting);
            assertFalse(reached.get());
            waiting.join();
        }
    }

    @Test
    void anInterruptStaysAndDoesNotShortenTheWait() {
        SystemClock clock = new SystemClock();
        long due = clock.millis() + 5;
        Thread.currentThread().interrupt();
        assertTrue(clock.await(due, () -> false));
        assertTrue(Thread.interrupted());
        assertTrue(clock.millis() >= due);
    }

    @Test
    void aManualClockMovesOnlyWhenItIsMoved() throws Exception {
        ManualClock clock = new ManualClock(100);
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        Thread waiting = new Thread(() -> reached.complete(clock.await(300, () -> false)));
        waiting.start();
        clock.advance(199);
        assertEquals(299, clock.millis());
        assertEquals(299_000_000, clock.nanos());
        assertFalse(reached.isDone());
        clock.advance(1);
        assertTrue(reached.get());
        waiting.join();
        assertThrows(IllegalArgumentException.class, () -> clock.advance(-1));
    }
}
