package dev.millrace.batch;

/** Which batches are complete: all of their outputs have been published. */
public interface CommitLog {
    /**
     * Writes down that a batch is complete; returns when that would survive what this log is meant to survive. Called once
     * for each batch, in order of time, and may run jobs.
     */
    void commit(long batchTime);

    /**
     * Whether the outputs of the next batch may be made while {@link #commit} runs, on another thread. Who reads from such a log
     * what an earlier batch has left must wait for it: {@link StreamRun#requireCommitted}.
     */
    default boolean mayLag() {
        return false;
    }
}
