package dev.millrace.execution;

/**
 * Records that are kept or handed over together: a block of a data set, or what one task sends to another. Immutable
 * once it is shared between threads.
 */
public sealed interface Chunk permits RecordChunk, PairChunk, FlatTable, StateChunk {
    int count();

    /** Pushes the records, some at a time. */
    Flow open(Sink<?> sink);

    /** Rough size on the heap in bytes, from a sample. */
    default long estimatedBytes() {
        return SizeEstimate.of(this);
    }
}
