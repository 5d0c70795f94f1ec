package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import java.util.List;
import java.util.Optional;

/** An operation on one record at a time: partitions are the parent's, and it runs in the parent's loop. */
abstract class NarrowRDD<S, T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final RDD<S> parent;

    NarrowRDD(RDD<S> parent) {
        super(parent.context());
        this.parent = parent.node();
    }

    /** The sink that stands for this operation in front of {@code downstream}. */
    abstract Sink<S> attach(Sink<T> downstream, Chain chain);

    /** Whether keys stay as they are. */
    boolean preservesPartitioning() {
        return false;
    }

    @Override
    final Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        return parent.stream(partition, task, attach(sink, task.services().chain()));
    }

    @Override
    protected final Partition[] getPartitions() {
        return parent.partitions();
    }

    @Override
    public final List<Dependency<?>> dependencies() {
        return List.of(new OneToOneDependency<>(parent));
    }

    @Override
    public final Optional<Partitioner> partitioner() {
        return preservesPartitioning() ? parent.partitioner() : Optional.empty();
    }
}
