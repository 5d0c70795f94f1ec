package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.FlowIterator;
import dev.millrace.execution.IteratorFlow;
import dev.millrace.execution.Sink;
import dev.millrace.function.Function2;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a function makes of all elements of each partition and of its position. */
final class IndexedMapPartitionsRDD<S, T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final RDD<S> parent;
    private final Function2<Integer, Iterator<S>, Iterator<T>> function;
    private final boolean preservesPartitioning;

    IndexedMapPartitionsRDD(
            RDD<S> parent, Function2<Integer, Iterator<S>, Iterator<T>> function, boolean preservesPartitioning) {
        super(parent.context());
        this.parent = parent.node();
        this.function = function;
        this.preservesPartitioning = preservesPartitioning;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        Iterator<S> elements = new FlowIterator<>(chunk -> parent.stream(partition, task, chunk));
        return new IteratorFlow<>(function.call(partition.index(), elements), sink);
    }

    @Override
    protected Partition[] getPartitions() {
        return parent.partitions();
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(new OneToOneDependency<>(parent));
    }

    @Override
    public Optional<Partitioner> partitioner() {
        return preservesPartitioning ? parent.partitioner() : Optional.empty();
    }

    @Override
    void key(PlanKey key) {
        key.value(IndexedMapPartitionsRDD.class).function(function);
    }

    @Override
    String operation() {
        return "mapPartitionsWithIndex";
    }
}
