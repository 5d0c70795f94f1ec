package dev.millrace.rdd;

/** A partition that its position says everything about. */
record IndexPartition(int index) implements Partition {
    static Partition[] range(int count) {
        Partition[] partitions = new Partition[count];
        for (int i = 0; i < count; i++) {
            partitions[i] = new IndexPartition(i);
        }
        return partitions;
    }
}
