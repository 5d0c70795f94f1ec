package dev.millrace.batch;

/** Which batches are complete: all of their outputs have been published. */
public interface CommitLog {
    /**
     * Writes down that a batch is complete; returns when that would survive what this log is meant to survive. Called once
     * for each batch, in order of time, and may run jobs.
     */
    void commit(long batchTime);
}
