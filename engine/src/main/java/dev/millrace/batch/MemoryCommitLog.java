package dev.millrace.batch;

import java.util.OptionalLong;

/** A commit log that lives as long as the driver. Thread-safe. */
public final class MemoryCommitLog implements CommitLog {
    private volatile OptionalLong last = OptionalLong.empty();

    @Override
    public void commit(long batchTime) {
        last = OptionalLong.of(batchTime);
    }

    @Override
    public OptionalLong last() {
        return last;
    }
}
