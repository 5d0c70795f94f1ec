package dev.millrace.rdd;

import java.io.Serializable;

/** Names a piece of data that an executor keeps. */
public sealed interface BlockId extends Serializable {
    /** A partition of a persisted data set. */
    record OfRDD(long rddId, int partition) implements BlockId {}

    /** Records that a receiver took in together. */
    record OfStream(int streamId, long sequence) implements BlockId {}
}
