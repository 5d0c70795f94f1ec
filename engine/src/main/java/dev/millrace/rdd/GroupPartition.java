package dev.millrace.rdd;

import java.util.Arrays;
import java.util.List;

/**
 * A partition made of partitions of parents.
 *
 * @param parts those of the parents; what they belong to, the data set knows
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record GroupPartition(int index, Partition[] parts) implements Partition {
    /** At each position one of the partitions of all parents at that position. */
    static Partition[] aligned(int count, List<? extends RDD<?>> parents) {
        Partition[] partitions = new Partition[count];
        Arrays.setAll(partitions, index -> at(index, parents));
        return partitions;
    }

    private static GroupPartition at(int index, List<? extends RDD<?>> parents) {
        Partition[] parts = new Partition[parents.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parents.get(i).partitions()[index];
        }
        return new GroupPartition(index, parts);
    }
}
