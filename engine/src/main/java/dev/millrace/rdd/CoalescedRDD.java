package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Fewer partitions, each a run of neighbours of the parent's. */
final class CoalescedRDD<T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final RDD<T> parent;
    private final int wanted;

    CoalescedRDD(RDD<T> parent, int wanted) {
        super(parent.context());
        this.parent = parent.node();
        this.wanted = wanted;
    }

    private static final class Runs extends NarrowDependency<Object> {
        private static final long serialVersionUID = 1L;
        private final int from;
        private final int to;

        @SuppressWarnings("unchecked")
        Runs(RDD<?> parent, int from, int to) {
            super((RDD<Object>) parent);
            this.from = from;
            this.to = to;
        }

        @Override
        public List<Integer> parents(int partition) {
            return IntStream.range(start(partition, from, to), start(partition + 1, from, to))
                    .boxed()
                    .toList();
        }
    }

    private static int start(int partition, int from, int to) {
        return (int) ((long) partition * from / to);
    }

    private int groups() {
        return Math.min(wanted, parent.getNumPartitions());
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        Partition[] parts = ((GroupPartition) partition).parts();
        return new SequentialFlow(parts.length, i -> parent.stream(parts[i], task, sink));
    }

    @Override
    protected Partition[] getPartitions() {
        Partition[] all = parent.partitions();
        int count = groups();
        Partition[] groups = new Partition[count];
        Arrays.setAll(
                groups,
                i -> new GroupPartition(
                        i, Arrays.copyOfRange(all, start(i, all.length, count), start(i + 1, all.length, count))));
        return groups;
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(new Runs(parent, parent.getNumPartitions(), groups()));
    }

    @Override
    void key(PlanKey key) {
        key.value(CoalescedRDD.class);
    }

    @Override
    String operation() {
        return "coalesce";
    }
}
