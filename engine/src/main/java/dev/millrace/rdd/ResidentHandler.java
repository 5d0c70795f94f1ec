package dev.millrace.rdd;

/** What the driver does with the messages of a {@link ResidentTask}. Called by one thread at a time. */
public interface ResidentHandler {
    void onMessage(Object message);

    /** The executor leaves: the task is about to be told to stop, and {@link #onLost} follows when it has. */
    default void onLeaving() {}

    /** The task is gone: its executor was lost, or left. It is not started again by itself. */
    void onLost(String reason);

    /** The task did not start: it could not be read at its executor, or {@code start} failed. */
    void onNotStarted(String reason);
}
