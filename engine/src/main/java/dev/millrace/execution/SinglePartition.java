package dev.millrace.execution;

import org.jspecify.annotations.Nullable;

/** Puts every key into partition 0. */
public enum SinglePartition implements KeyPartitioner {
    INSTANCE;

    @Override
    public int numPartitions() {
        return 1;
    }

    @Override
    public int partition(@Nullable Object key, int hash) {
        return 0;
    }
}
