package dev.millrace.rdd;

import dev.millrace.execution.Chunk;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.Flow;
import dev.millrace.execution.KeyHash;
import dev.millrace.execution.Sink;
import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For each key of any parent the lists of its values, one list for each parent. */
final class CoGroupedRDD<K> extends FusedRDD<Tuple2<K, List<?>[]>> {
    private static final long serialVersionUID = 1L;

    private final Partitioner partitioner;
    /** Parents that are partitioned alike already; null at the places of the others. */
    private final List<@Nullable RDD<Tuple2<K, Object>>> narrow = new ArrayList<>();
    /** Shuffles of the other parents; null at the places of the narrow ones. */
    private final List<@Nullable ShuffleDependency<K, Object, Object>> shuffles = new ArrayList<>();

    CoGroupedRDD(List<? extends RDD<? extends Tuple2<K, ?>>> parents, Partitioner partitioner) {
        super(parents.get(0).context());
        this.partitioner = partitioner;
        for (RDD<? extends Tuple2<K, ?>> parent : parents) {
            RDD<Tuple2<K, Object>> node = untyped(parent);
            boolean aligned = node.partitioner().equals(Optional.of(partitioner));
            narrow.add(aligned ? node : null);
            shuffles.add(aligned ? null : new ShuffleDependency<>(node, partitioner, null, null));
        }
    }

    @SuppressWarnings("unchecked")
    private static <K> RDD<Tuple2<K, Object>> untyped(RDD<? extends Tuple2<K, ?>> parent) {
        return ((RDD<Tuple2<K, Object>>) (RDD<?>) parent).node();
    }

    /** Collects the values of one parent at a time into the groups. */
    private static final class GroupingSink<K> extends Sink<Tuple2<K, Object>> {
        private final FlatTable groups = new FlatTable(64);
        private final int parents;
        private int parent;

        GroupingSink(int parents) {
            this.parents = parents;
        }

        @Override
        public void accept(Tuple2<K, Object> pair) {
            acceptPair(pair._1(), pair._2());
        }

        @Override
        @SuppressWarnings("unchecked")
        public void acceptPair(@Nullable Object key, @Nullable Object value) {
            int hash = KeyHash.of(key);
            int slot = groups.find(hash, key);
            List<@Nullable Object>[] lists;
            if (slot < 0) {
                lists = (List<@Nullable Object>[]) new List<?>[parents];
                Arrays.setAll(lists, i -> new ArrayList<@Nullable Object>(i == parent ? 2 : 0));
                groups.put(hash, key, lists);
            } else {
                lists = (List<@Nullable Object>[]) java.util.Objects.requireNonNull(groups.value(slot));
            }
            lists[parent].add(value);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void acceptAll(@Nullable Object[] records, int from, int to) {
            for (int i = from; i < to; i++) {
                accept((Tuple2<K, Object>) records[i]);
            }
        }
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<Tuple2<K, List<?>[]>> sink) throws Exception {
        return materialize(partition, task).open(sink);
    }

    @Override
    Chunk materialize(Partition partition, TaskContext task) throws Exception {
        GroupPartition group = (GroupPartition) partition;
        GroupingSink<K> sink = new GroupingSink<>(narrow.size());
        for (int i = 0; i < narrow.size(); i++) {
            sink.parent = i;
            RDD<Tuple2<K, Object>> aligned = narrow.get(i);
            ShuffleDependency<K, Object, Object> shuffle = shuffles.get(i);
            if (aligned != null) {
                Flow.drain(aligned.stream(group.parts()[i], task, sink), sink);
            } else if (shuffle != null) {
                for (Chunk input : task.services().shuffleInput(shuffle.shuffleId(), group.index())) {
                    Flow.drain(input.open(sink), sink);
                }
            }
        }
        return sink.groups;
    }

    @Override
    protected Partition[] getPartitions() {
        Partition[] partitions = new Partition[partitioner.numPartitions()];
        for (int p = 0; p < partitions.length; p++) {
            Partition[] parts = new Partition[narrow.size()];
            for (int i = 0; i < parts.length; i++) {
                RDD<?> aligned = narrow.get(i);
                parts[i] = aligned == null ? new IndexPartition(p) : aligned.partitions()[p];
            }
            partitions[p] = new GroupPartition(p, parts);
        }
        return partitions;
    }

    @Override
    public List<Dependency<?>> dependencies() {
        List<Dependency<?>> dependencies = new ArrayList<>();
        for (int i = 0; i < narrow.size(); i++) {
            RDD<Tuple2<K, Object>> aligned = narrow.get(i);
            ShuffleDependency<K, Object, Object> shuffle = shuffles.get(i);
            if (aligned != null) {
                dependencies.add(new OneToOneDependency<>(aligned));
            } else if (shuffle != null) {
                dependencies.add(shuffle);
            }
        }
        return dependencies;
    }

    @Override
    public Optional<Partitioner> partitioner() {
        return Optional.of(partitioner);
    }

    @Override
    void key(PlanKey key) {
        key.value(CoGroupedRDD.class);
        partitioner.key(key);
        for (RDD<?> aligned : narrow) {
            key.value(aligned != null);
        }
    }

    @Override
    String operation() {
        return "cogroup";
    }
}
