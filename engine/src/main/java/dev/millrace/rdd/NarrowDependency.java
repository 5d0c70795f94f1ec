package dev.millrace.rdd;

import java.util.List;

/** Each partition of the child needs few partitions of the parent, so that both are computed in one task. */
public abstract non-sealed class NarrowDependency<T> extends Dependency<T> {
    private static final long serialVersionUID = 1L;

    private final transient RDD<T> rdd;

    protected NarrowDependency(RDD<T> rdd) {
        this.rdd = rdd.node();
    }

    @Override
    public final RDD<T> rdd() {
        return rdd;
    }

    /** Positions of the parent's partitions that partition {@code partition} of the child reads. */
    public abstract List<Integer> parents(int partition);
}
