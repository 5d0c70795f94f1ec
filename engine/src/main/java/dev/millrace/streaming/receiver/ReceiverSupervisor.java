package dev.millrace.streaming.receiver;

import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a {@link Receiver} while it runs. The engine has one on the executor; a test of a receiver can
 * {@linkplain Receiver#attach attach} one of its own. Thread-safe.
 */
public interface ReceiverSupervisor<T> {
    /** Takes a record in; waits while as much is pending as may be. */
    void store(T record);

    /** Takes records in, as blocks of their own, and returns when those are kept. */
    void storeAll(Iterator<? extends T> records);

    /** Tells the driver about a problem; the receiver goes on. */
    void reportError(String message, @Nullable Throwable error);

    /**
     * Stops the receiver and starts it again after a pause, without waiting for either.
     *
     * @param error what failed; null when the source has just ended
     * @param delay null for the configured pause, which grows with each failure in a row
     */
    void restart(String message, @Nullable Throwable error, @Nullable Duration delay);

    /**
     * Stops the receiver for good, without waiting for that.
     *
     * @param error what failed, so that the job fails too; null when the source is finished and the job goes on
     */
    void stop(String message, @Nullable Throwable error);

    /** Whether the receiver has been started and was not stopped since. */
    boolean isStarted();

    /** Whether the receiver is to stop, has stopped, or waits to be started again. */
    boolean isStopped();

    /** Position of the stream among the inputs of the job. */
    int streamId();

    /** Name of the executor that the receiver runs on. */
    String executorId();
}
