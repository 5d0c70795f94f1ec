package dev.millrace.oracle;

import dev.millrace.rdd.Partitioner;
import org.jspecify.annotations.Nullable;

/** A partitioner of a user's own. */
final class Striped extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    Striped(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(@Nullable Object key) {
        return (int) Math.floorMod(Values.weight(key), (long) partitions);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Striped that && that.partitions == partitions;
    }

    @Override
    public int hashCode() {
        return 7 * partitions;
    }
}
