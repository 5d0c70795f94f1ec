package dev.millrace.batch;

import java.util.OptionalLong;

/** Which batches are complete: all of their outputs have been published. */
public interface CommitLog {
    /** Called once for each batch, in order of time. */
    void commit(long batchTime);

    /** The last batch that is complete. */
    OptionalLong last();
}
