package dev.millrace.rdd;

import dev.millrace.execution.Chunk;
import dev.millrace.execution.CollectSink;
import dev.millrace.execution.CombiningSink;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.Flow;
import dev.millrace.execution.RecordChunk;
import dev.millrace.execution.SinglePartition;
import dev.millrace.execution.Sink;
import dev.millrace.function.Tuple2;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keyed elements brought together by key: as they are, combined, or sorted within the partition. */
final class ShuffledRDD<K, V, C> extends FusedRDD<Tuple2<K, C>> {
    private static final long serialVersionUID = 1L;

    private final ShuffleDependency<K, V, C> dependency;
    private final String operation;

    ShuffledRDD(
            String operation,
            RDD<Tuple2<K, V>> parent,
            Partitioner partitioner,
            @Nullable Aggregator<V, C> aggregator,
            @Nullable Comparator<? super K> ordering) {
        super(parent.context());
        this.operation = operation;
        this.dependency = new ShuffleDependency<>(parent, partitioner, aggregator, ordering);
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<Tuple2<K, C>> sink) throws Exception {
        if (dependency.aggregator() != null || dependency.ordering() != null) {
            return materialize(partition, task).open(sink);
        }
        Chunk[] inputs = inputs(partition, task);
        return new SequentialFlow(inputs.length, i -> inputs[i].open(sink));
    }

    @Override
    Chunk materialize(Partition partition, TaskContext task) throws Exception {
        Aggregator<V, C> aggregator = dependency.aggregator();
        if (aggregator != null) {
            return combined(inputs(partition, task), aggregator, task);
        }
        Comparator<? super K> ordering = dependency.ordering();
        if (ordering != null) {
            return sorted(inputs(partition, task), ordering);
        }
        return super.materialize(partition, task);
    }

    private Chunk[] inputs(Partition partition, TaskContext task) {
        return task.services().shuffleInput(dependency.shuffleId(), partition.index());
    }

    private Chunk combined(Chunk[] inputs, Aggregator<V, C> aggregator, TaskContext task) throws Exception {
        if (!aggregator.mapSide()) {
            FlatTable table = new FlatTable(64);
            CombiningSink<K, V> sink = task.services()
                    .chain()
                    .combine(aggregator.create(), aggregator.mergeValue(), SinglePartition.INSTANCE, table);
            for (Chunk input : inputs) {
                sink.merge(input);
            }
            return table;
        }
        Chunk[] own = aggregator.mutating() ? task.services().copies(inputs) : inputs;
        int largest = 0;
        for (int i = 1; i < own.length; i++) {
            largest = own[i].count() > own[largest].count() ? i : largest;
        }
        boolean adoptable = own.length > 0 && own[largest] instanceof FlatTable;
        if (adoptable && own.length == 1) {
            return own[0];
        }
        FlatTable table = adoptable ? ((FlatTable) own[largest]).copy() : new FlatTable(64);
        CombiningSink<K, C> sink =
                task.services().chain().combine(null, aggregator.mergeCombiners(), SinglePartition.INSTANCE, table);
        for (int i = 0; i < own.length; i++) {
            if (!adoptable || i != largest) {
                sink.merge(own[i]);
            }
        }
        return table;
    }

    @SuppressWarnings("unchecked")
    private static <K> Chunk sorted(Chunk[] inputs, Comparator<? super K> ordering) throws Exception {
        CollectSink<Tuple2<K, Object>> all = new CollectSink<>();
        for (Chunk input : inputs) {
            Flow.drain(input.open(all), all);
        }
        RecordChunk chunk = all.toChunk();
        Arrays.sort(
                chunk.records(),
                0,
                chunk.count(),
                (first, second) -> ordering.compare(((Tuple2<K, ?>) first)._1(), ((Tuple2<K, ?>) second)._1()));
        return chunk;
    }

    @Override
    protected Partition[] getPartitions() {
        return IndexPartition.range(dependency.partitioner().numPartitions());
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(dependency);
    }

    @Override
    public Optional<Partitioner> partitioner() {
        return Optional.of(dependency.partitioner());
    }

    @Override
    void key(PlanKey key) {
        key.value(ShuffledRDD.class);
    }

    @Override
    String operation() {
        return operation;
    }
}
