package dev.millrace.rdd;

import java.io.Serializable;

/** How a data set depends on a parent: by few of its partitions ({@link NarrowDependency}) or by all of them. */
public abstract sealed class Dependency<T> implements Serializable permits NarrowDependency, ShuffleDependency {
    private static final long serialVersionUID = 1L;

    /** The parent; only to be asked on the driver. */
    public abstract RDD<T> rdd();
}
