package dev.millrace.clock;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The system's time as it was when this clock was made, going on with the JVM's monotonic clock: a step of the system's
 * time neither skips batches nor repeats them. Waiting ends within about 0.1 ms after the time.
 */
public final class SystemClock implements Clock {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** Nanoseconds to add to the monotonic clock. */
    private final long offset;

    public SystemClock() {
        Instant now = Instant.now();
        offset = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
    }

    @Override
    public long nanos() {
        return System.nanoTime() + offset;
    }

    @Override
    public boolean await(long millis, BooleanSupplier cancelled) {
        long due = millis * NANOS_PER_MILLI;
        boolean interrupted = false;
        try {
            while (!cancelled.getAsBoolean()) {
                long rest = due - nanos();
                if (rest <= 0) {
                    return true;
                }
                LockSupport.parkNanos(this, rest);
                interrupted |= Thread.interrupted(); // else the next park would return at once, again and again
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
