package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import org.jspecify.annotations.Nullable;

/** Puts keys into partitions by their hash; null goes to partition 0. */
public final class HashPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int numPartitions;
    private final int mask;

    /** @param numPartitions at least 1 */
    public HashPartitioner(int numPartitions) {
        if (numPartitions < 1) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT, "numPartitions: expected an integer >= 1, found " + numPartitions);
        }
        this.numPartitions = numPartitions;
        this.mask = Integer.bitCount(numPartitions) == 1 ? numPartitions - 1 : -1;
    }

    @Override
    public int numPartitions() {
        return numPartitions;
    }

    @Override
    public int getPartition(@Nullable Object key) {
        return partition(key, hash(key));
    }

    @Override
    public int partition(@Nullable Object key, int hash) {
        return mask >= 0 ? hash & mask : Math.floorMod(hash, numPartitions);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HashPartitioner that && that.numPartitions == numPartitions;
    }

    @Override
    public int hashCode() {
        return numPartitions;
    }
}
