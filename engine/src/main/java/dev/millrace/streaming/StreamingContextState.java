package dev.millrace.streaming;

/** Where a {@link StreamingContext} is in its life. */
public enum StreamingContextState {
    /** The program defines streams and outputs. */
    INITIALIZED,
    /** Batches run. */
    ACTIVE,
    /** No batch will run any more. */
    STOPPED
}
