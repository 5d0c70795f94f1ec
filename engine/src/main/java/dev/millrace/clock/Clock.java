package dev.millrace.clock;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Where the engine reads the time and waits for it. Thread-safe. */
public interface Clock {
    /** Nanoseconds since the epoch; never goes back. 63 bits reach until the year 2262. */
    long nanos();

    /** Milliseconds since the epoch; never goes back. */
    default long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos());
    }

    /**
     * Waits until {@link #millis} has reached {@code millis} or {@code cancelled} holds. Who makes {@code cancelled} true
     * must unpark the waiting thread afterwards. An interrupt does not end the wait; the thread stays interrupted.
     *
     * @return whether the time was reached
     */
    boolean await(long millis, BooleanSupplier cancelled);
}
