package dev.millrace.batch;

import java.util.List;

/**
 * Which ranges belong to which batch, written before anything of the batch runs. With the {@link CommitLog} this is all
 * that a restart needs: batches that are here and not there run again, with the same ranges.
 */
public interface OffsetLog {
    /** Writes the ranges of a batch; returns when they would survive what this log is meant to survive. */
    void append(long batchTime, List<InputRange> ranges);

    /** Nothing needs the batches up to {@code batchTime}, inclusive, any more. */
    void truncate(long batchTime);
}
