package dev.millrace.rdd;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a job does with each partition of its data set, and what the driver gets of it. Immutable.
 *
 * @param <R> result of one partition
 */
public abstract class Action<T, R> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Runs on the executor, once for each partition. */
    public abstract R run(PartitionReader<T> partition, TaskContext task) throws Exception;

    /**
     * What the tasks need to know of this run, and {@link #key} does not count; they find it in their services. Null when
     * there is nothing.
     */
    public @Nullable Object argument() {
        return null;
    }

    /** What makes two actions the same; see {@link PlanKey}. */
    public void key(PlanKey key) {
        key.same(this);
    }
}
