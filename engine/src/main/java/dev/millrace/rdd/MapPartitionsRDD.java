package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.FlowIterator;
import dev.millrace.execution.IteratorFlow;
import dev.millrace.execution.Sink;
import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.Tuple2;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a function makes of all elements of each partition. */
final class MapPartitionsRDD<S, T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final RDD<S> parent;
    private final FlatMapFunction<Iterator<S>, T> function;
    private final boolean preservesPartitioning;

    MapPartitionsRDD(RDD<S> parent, FlatMapFunction<Iterator<S>, T> function, boolean preservesPartitioning) {
        super(parent.context());
        this.parent = parent.node();
        this.function = function;
        this.preservesPartitioning = preservesPartitioning;
    }

    /** The function with another type. */
    static <S, K, V> FlatMapFunction<S, Tuple2<K, V>> asFlatMap(PairFlatMapFunction<S, K, V> function) {
        return new PairFunctionView<>(function);
    }

    private record PairFunctionView<S, K, V>(PairFlatMapFunction<S, K, V> function)
            implements FlatMapFunction<S, Tuple2<K, V>>, DerivedFunction {
        @Override
        public Iterator<Tuple2<K, V>> call(S value) throws Exception {
            return function.call(value);
        }

        @Override
        public void key(PlanKey key) {
            key.value(PairFunctionView.class).function(function);
        }
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        Iterator<S> elements = new FlowIterator<>(chunk -> parent.stream(partition, task, chunk));
        return new IteratorFlow<>(function.call(elements), sink);
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
        key.value(MapPartitionsRDD.class).function(function);
    }
}
