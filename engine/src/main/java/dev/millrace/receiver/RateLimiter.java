package dev.millrace.receiver;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Spaces records so that at most so many pass in a second. What was not used in the last {@value #BURST_MILLIS} ms may be
 * made up for at once, so that a thread that overslept keeps the rate. Thread-safe.
 */
final class RateLimiter {
    private static final int BURST_MILLIS = 10;
    private static final long LONGEST_NAP_NANOS = 10_000_000;

    private volatile double nanosPerRecord; // 0 for no limit
    private final LongSupplier nanoTime;
    private double nextFree;
    private volatile boolean lifted;

    /**
     * Starts with this rate.
     *
     * @param recordsPerSecond 0 for no limit
     * @param nanoTime as {@link System#nanoTime}
     */
    RateLimiter(long recordsPerSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextFree = nanoTime.getAsLong();
        setRate(recordsPerSecond);
    }

    /** Spaces records that come from now on by this rate; those that wait keep their places. */
    synchronized void setRate(long recordsPerSecond) {
        nanosPerRecord = recordsPerSecond > 0 ? 1e9 / recordsPerSecond : 0;
    }

    /** Takes the next free place and returns how many nanoseconds there are until then, 0 or less when it is now. */
    synchronized long reserve() {
        long now = nanoTime.getAsLong();
        nextFree = Math.max(nextFree, now - BURST_MILLIS * 1e6);
        long wait = (long) (nextFree - now);
        nextFree += nanosPerRecord;
        return wait;
    }

    /** Waits until one more record may pass. An interrupt does not end it; the thread stays interrupted. */
    void acquire() {
        if (lifted || nanosPerRecord == 0) {
            return;
        }
        long wait = reserve();
        if (wait <= 0) {
            return;
        }
        long until = nanoTime.getAsLong() + wait;
        boolean interrupted = false;
        while (!lifted && until - nanoTime.getAsLong() > 0) {
            LockSupport.parkNanos(this, Math.min(LONGEST_NAP_NANOS, until - nanoTime.getAsLong()));
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets everything pass from now on. */
    void lift() {
        lifted = true;
    }
}
