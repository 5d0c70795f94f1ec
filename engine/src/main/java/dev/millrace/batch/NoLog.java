package dev.millrace.batch;

import java.util.List;

/** The logs of a job without a checkpoint: nothing of it is meant to survive its driver. */
public final class NoLog implements OffsetLog, CommitLog {
    @Override
    public void append(long batchTime, List<InputRange> ranges) {}

    @Override
    public void truncate(long batchTime) {}

    @Override
    public void commit(long batchTime) {}
}
