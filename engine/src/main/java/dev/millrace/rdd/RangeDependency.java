package dev.millrace.rdd;

import java.util.List;

/** A range of the child's partitions needs the parent's, one each and in the same order. */
public final class RangeDependency<T> extends NarrowDependency<T> {
    private static final long serialVersionUID = 1L;

    private final int start;
    private final int length;

    /**
     * @param start position in the child of the parent's first partition
     * @param length number of the parent's partitions
     */
    public RangeDependency(RDD<T> rdd, int start, int length) {
        super(rdd);
        this.start = start;
        this.length = length;
    }

    @Override
    public List<Integer> parents(int partition) {
        return partition >= start && partition < start + length ? List.of(partition - start) : List.of();
    }
}
