package dev.millrace.rdd;

import java.util.List;

/**
 * A partition made of partitions of parents.
 *
 * @param parts those of the parents; what they belong to, the data set knows
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record GroupPartition(int index, Partition[] parts) implements Partition {
    /** The partitions of all parents at one position. */
    static GroupPartition aligned(int index, List<? extends RDD<?>> parents) {
        Partition[] parts = new Partition[parents.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parents.get(i).partitions()[index];
        }
        return new GroupPartition(index, parts);
    }
}
