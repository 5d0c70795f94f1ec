package dev.millrace.rdd;

import java.io.Serializable;

/** Names a piece of data that an executor keeps. */
public sealed interface BlockId extends Serializable {
    /** A partition of a persisted data set. */
    record OfRDD(long rddId, int partition) implements BlockId {}

    /** Records that a receiver took in together. */
    record OfStream(int streamId, long sequence) implements BlockId {}

    /**
     * A piece of state or of a window in the checkpoint, which executors ask the driver for and do not keep.
     *
     * @param operator uid of the operator
     * @param epoch with {@code file} the name of its file
     * @param offset where its record starts in the file, in bytes
     * @param length of its record, in bytes
     */
    record OfState(String operator, int keyGroup, long epoch, int file, long offset, int length) implements BlockId {}
}
