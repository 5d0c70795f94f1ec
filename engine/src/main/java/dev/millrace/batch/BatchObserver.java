package dev.millrace.batch;

/**
 * Is told about the life of each batch, on the threads that run it: it must be quick, must not throw, and must take what
 * it needs out of its arguments before it returns.
 */
public interface BatchObserver {
    /** The ranges are logged; the batch waits for its predecessors. */
    default void submitted(BatchRun batch) {}

    default void started(BatchRun batch) {}

    default void outputStarted(BatchRun batch, OutputRun output) {}

    default void outputEnded(BatchRun batch, OutputRun output) {}

    /** The batch has ended, well or with {@link BatchRun#failure}. */
    default void ended(BatchRun batch) {}
}
