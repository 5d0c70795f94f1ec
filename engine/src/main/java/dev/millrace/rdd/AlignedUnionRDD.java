package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The elements of several data sets that are partitioned alike, partition by partition, so that they stay so. */
final class AlignedUnionRDD<T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final List<RDD<T>> parents;

    AlignedUnionRDD(MillraceContext context, List<? extends RDD<T>> parents) {
        super(context);
        List<RDD<T>> nodes = new ArrayList<>(parents.size());
        for (RDD<T> parent : parents) {
            nodes.add(parent.node());
        }
        this.parents = nodes;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        Partition[] parts = ((GroupPartition) partition).parts();
        return new SequentialFlow(parts.length, i -> parents.get(i).stream(parts[i], task, sink));
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
        key.value(AlignedUnionRDD.class).value(parents.size());
    }

    @Override
    String operation() {
        return "union";
    }
}
