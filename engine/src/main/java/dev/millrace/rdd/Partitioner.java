package dev.millrace.rdd;

import dev.millrace.execution.KeyHash;
import dev.millrace.execution.KeyPartitioner;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Says which partition a key belongs to. Two data sets with equal partitioners are partitioned alike and are joined
 * without a shuffle, so subclasses define {@code equals} and {@code hashCode}. Thread-safe.
 */
public abstract class Partitioner implements KeyPartitioner, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public abstract int numPartitions();

    /** The partition of a key, 0 to {@link #numPartitions} - 1; the same for equal keys, on every JVM. */
    public abstract int getPartition(@Nullable Object key);

    @Override
    public int partition(@Nullable Object key, int hash) {
        return getPartition(key);
    }

    /** Adds to {@code key} what the code of a stage depends on: all but {@link #argument}. */
    void key(PlanKey key) {
        key.value(this);
    }

    /** What may differ while the code of a stage stays the same; sent with each run. Null when there is no such thing. */
    @Nullable
    Object argument() {
        return null;
    }

    /** A partitioner of the same key with the argument of another. */
    Partitioner with(Object argument) {
        throw new IllegalStateException(getClass().getName() + " takes no argument, found " + argument);
    }

    static int hash(@Nullable Object key) {
        return KeyHash.of(key);
    }
}
