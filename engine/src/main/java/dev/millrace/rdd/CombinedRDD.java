package dev.millrace.rdd;

import dev.millrace.execution.Chunk;
import dev.millrace.execution.CombiningSink;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.Flow;
import dev.millrace.execution.SinglePartition;
import dev.millrace.execution.Sink;
import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values combined by key within each partition of parents that are partitioned alike: needs no shuffle. */
final class CombinedRDD<K, V, C> extends FusedRDD<Tuple2<K, C>> {
    private static final long serialVersionUID = 1L;

    private final List<RDD<Tuple2<K, V>>> parents;
    private final Aggregator<V, C> aggregator;

    CombinedRDD(List<? extends RDD<Tuple2<K, V>>> parents, Aggregator<V, C> aggregator) {
        super(parents.get(0).context());
        List<RDD<Tuple2<K, V>>> nodes = new ArrayList<>();
        for (RDD<Tuple2<K, V>> parent : parents) {
            nodes.add(parent.node());
        }
        this.parents = nodes;
        this.aggregator = aggregator;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<Tuple2<K, C>> sink) throws Exception {
        return materialize(partition, task).open(sink);
    }

    @Override
    Chunk materialize(Partition partition, TaskContext task) throws Exception {
        FlatTable table = new FlatTable(64);
        CombiningSink<K, V> sink = task.services()
                .chain()
                .combine(aggregator.create(), aggregator.mergeValue(), SinglePartition.INSTANCE, table);
        Partition[] parts = ((GroupPartition) partition).parts();
        for (int i = 0; i < parts.length; i++) {
            RDD<Tuple2<K, V>> parent = parents.get(i);
            if (parent.getStorageLevel().isValid()) {
                sink.merge(parent.kept(parts[i], task));
            } else {
                Flow.drain(parent.stream(parts[i], task, sink), sink);
            }
        }
        return table;
    }

    @Override
    protected Partition[] getPartitions() {
        return GroupPartition.aligned(parents.get(0).getNumPartitions(), parents);
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return OneToOneDependency.onAll(parents);
    }

    @Override
    public Optional<Partitioner> partitioner() {
        return parents.get(0).partitioner();
    }

    @Override
    void key(PlanKey key) {
        key.value(CombinedRDD.class).value(parents.size());
        aggregator.key(key);
    }

    @Override
    String operation() {
        return "combineByKey";
    }
}
