package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import java.util.ArrayList;
import java.util.List;

/** The elements of several data sets, one after the other. */
final class UnionRDD<T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final List<RDD<T>> parents;

    private record UnionPartition(int index, int parent, Partition partition) implements Partition {}

    UnionRDD(MillraceContext context, List<? extends RDD<T>> parents) {
        super(context);
        List<RDD<T>> nodes = new ArrayList<>(parents.size());
        for (RDD<T> parent : parents) {
            nodes.add(parent.node());
        }
        this.parents = nodes;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        UnionPartition union = (UnionPartition) partition;
        return parents.get(union.parent()).stream(union.partition(), task, sink);
    }

    @Override
    protected Partition[] getPartitions() {
        List<Partition> all = new ArrayList<>();
        for (int parent = 0; parent < parents.size(); parent++) {
            for (Partition partition : parents.get(parent).partitions()) {
                all.add(new UnionPartition(all.size(), parent, partition));
            }
        }
        return all.toArray(new Partition[0]);
    }

    @Override
    public List<Dependency<?>> dependencies() {
        List<Dependency<?>> dependencies = new ArrayList<>();
        int start = 0;
        for (RDD<T> parent : parents) {
            dependencies.add(new RangeDependency<>(parent, start, parent.getNumPartitions()));
            start += parent.getNumPartitions();
        }
        return dependencies;
    }

    @Override
    void key(PlanKey key) {
        key.value(UnionRDD.class).value(parents.size());
    }
}
