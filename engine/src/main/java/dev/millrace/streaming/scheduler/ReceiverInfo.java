package dev.millrace.streaming.scheduler;

/**
 * A receiver at some moment. Immutable.
 *
 * @param name class of the receiver, with its stream
 * @param active whether it is receiving
 * @param executorId where it runs; empty while it runs nowhere
 * @param lastErrorMessage what the user or the engine said about the last error; empty when there was none
 * @param lastError the exception of the last error as text; empty when there was none
 * @param lastErrorTime milliseconds since the epoch; -1 when there was no error
 */
public record ReceiverInfo(
        int streamId,
        String name,
        boolean active,
        String executorId,
        String lastErrorMessage,
        String lastError,
        long lastErrorTime) {}
