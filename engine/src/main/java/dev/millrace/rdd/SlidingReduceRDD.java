package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.CombiningSink;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.Flow;
import dev.millrace.execution.KeyHash;
import dev.millrace.execution.SinglePartition;
import dev.millrace.execution.Sink;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of a sliding window. While the window before is kept, a partition is its table copied (two array copies), with
 * what entered reduced in and what left taken away; else the whole window is reduced. Which of the two is decided anew
 * whenever a job is planned.
 */
final class SlidingReduceRDD<K, V> extends VersionRDD<Tuple2<K, V>, SlidingReduceRDD.Slide<K, V>> {
    private static final long serialVersionUID = 1L;

    private final transient List<RDD<Tuple2<K, V>>> leaving;
    private final transient List<RDD<Tuple2<K, V>>> entering;
    private final transient List<RDD<Tuple2<K, V>>> window;
    private final Function2<V, V, V> reduce;
    private final Function2<V, V, V> inverse;
    private final @Nullable Function<Tuple2<K, V>, Boolean> keep;

    // What a plan carries: set when this is serialized.
    private long previousId = -1;
    private List<RDD<Tuple2<K, V>>> added = List.of();
    private List<RDD<Tuple2<K, V>>> taken = List.of();

    SlidingReduceRDD(
            @Nullable PairRDD<K, V> previous,
            List<PairRDD<K, V>> leaving,
            List<PairRDD<K, V>> entering,
            List<PairRDD<K, V>> window,
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            @Nullable Function<Tuple2<K, V>, Boolean> keep) {
        super(window.get(0).context(), previous == null ? null : previous.node());
        this.leaving = nodes(leaving);
        this.entering = nodes(entering);
        this.window = nodes(window);
        this.reduce = reduce;
        this.inverse = inverse;
        this.keep = keep;
    }

    private static <K, V> List<RDD<Tuple2<K, V>>> nodes(List<PairRDD<K, V>> rdds) {
        List<RDD<Tuple2<K, V>>> nodes = new ArrayList<>();
        rdds.forEach(rdd -> nodes.add(rdd.node()));
        return nodes;
    }

    /** What is reduced in and taken away. */
    record Slide<K, V>(
            @Nullable RDD<Tuple2<K, V>> previous, List<RDD<Tuple2<K, V>>> added, List<RDD<Tuple2<K, V>>> taken)
            implements VersionRDD.Mode<Tuple2<K, V>> {}

    @Override
    Slide<K, V> decide() {
        RDD<Tuple2<K, V>> before = keptBefore();
        boolean isIncremental = before != null
                && leaving.stream().allMatch(rdd -> context().runner().isFullyKept(rdd));
        return isIncremental ? new Slide<>(before, entering, leaving) : new Slide<>(null, window, List.of());
    }

    private synchronized void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
        Slide<K, V> decided = mode();
        previousId = decided.previous() == null ? -1 : decided.previous().id();
        added = decided.added();
        taken = decided.taken();
        out.defaultWriteObject();
        added = List.of();
        taken = List.of();
    }

    @Override
    Chunk materialize(Partition partition, TaskContext task) throws Exception {
        Partition[] parts = ((GroupPartition) partition).parts();
        Chain chain = task.services().chain();
        FlatTable table = base(partition.index(), task);
        CombiningSink<K, V> reducing = chain.combine(null, reduce, SinglePartition.INSTANCE, table);
        int next = 0;
        List<Chunk> touched = new ArrayList<>();
        for (RDD<Tuple2<K, V>> rdd : added) {
            Chunk chunk = rdd.kept(parts[next++], task);
            reducing.merge(chunk);
            touched.add(chunk);
        }
        CombiningSink<K, V> inverting = chain.update(inverse, table);
        for (RDD<Tuple2<K, V>> rdd : taken) {
            Chunk chunk = rdd.kept(parts[next++], task);
            inverting.merge(chunk);
            touched.add(chunk);
        }
        if (keep != null) {
            for (Chunk chunk : touched) {
                drop(table, chunk, keep);
            }
        }
        return table;
    }

    private FlatTable base(int index, TaskContext task) throws Exception {
        if (previousId < 0) {
            return new FlatTable(64);
        }
        TaskServices services = task.services();
        Chunk before = services.kept(previousId, index);
        if (before instanceof FlatTable table) {
            return table.copy();
        }
        FlatTable table = new FlatTable(before.count());
        CombiningSink<K, V> sink = services.chain().combine(null, reduce, SinglePartition.INSTANCE, table);
        sink.merge(before);
        return table;
    }

    /** Drops the keys of {@code touched} that shall not stay; other keys have the value that they were kept with. */
    @SuppressWarnings({"unchecked", "NullAway"}) // keys and values may be null
    private static <K, V> void drop(FlatTable table, Chunk touched, Function<Tuple2<K, V>, Boolean> keep)
            throws Exception {
        Sink<Tuple2<K, V>> check = new Sink<>() {
            @Override
            public void accept(Tuple2<K, V> pair) throws Exception {
                acceptPair(pair._1(), pair._2());
            }

            @Override
            public void acceptPair(@Nullable Object key, @Nullable Object value) throws Exception {
                int slot = table.find(KeyHash.of(key), key);
                if (slot >= 0 && !keep.call(new Tuple2<>((K) key, (V) table.value(slot)))) {
                    table.removeAt(slot);
                }
            }

            @Override
            public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
                for (int i = from; i < to; i++) {
                    accept((Tuple2<K, V>) records[i]);
                }
            }
        };
        Flow.drain(touched.open(check), check);
    }

    @Override
    List<RDD<Tuple2<K, V>>> parents() {
        Slide<K, V> decided = mode();
        List<RDD<Tuple2<K, V>>> parents = new ArrayList<>(decided.added());
        parents.addAll(decided.taken());
        return parents;
    }

    /** Carries the partitions of all data sets that a task may read, in the order of the mode at that time. */
    @Override
    protected Partition[] getPartitions() {
        return GroupPartition.aligned(window.get(0).getNumPartitions(), parents());
    }

    @Override
    public Optional<Partitioner> partitioner() {
        return window.get(0).partitioner();
    }

    @Override
    void key(PlanKey key) {
        Slide<K, V> decided = mode();
        key.value(SlidingReduceRDD.class)
                .value(decided.previous() != null)
                .value(decided.added().size())
                .value(decided.taken().size())
                .function(reduce)
                .function(inverse)
                .function(keep);
    }

    @Override
    String operation() {
        return "reduceByKeyAndWindow";
    }
}
