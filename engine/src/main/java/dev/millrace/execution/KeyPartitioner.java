package dev.millrace.execution;

import org.jspecify.annotations.Nullable;

/** Says which partition a key belongs to. */
public interface KeyPartitioner {
    /** How many partitions there are. */
    int numPartitions();

    /** The partition, 0 to {@link #numPartitions} - 1, of a key whose {@link KeyHash} is {@code hash}. */
    int partition(@Nullable Object key, int hash);
}
