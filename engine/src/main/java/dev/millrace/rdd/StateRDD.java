package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.Flow;
import dev.millrace.execution.KeyHash;
import dev.millrace.execution.Sink;
import dev.millrace.execution.StateChunk;
import dev.millrace.function.Tuple2;
import dev.millrace.state.StateTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream at the end of a batch: that of the batch before, changed in place. Where the one before is not kept any
 * more, it is taken from where it was written down; which of the two is decided whenever a job is planned.
 */
final class StateRDD<K, V, S> extends FusedRDD<Tuple2<K, S>> {
    private static final long serialVersionUID = 1L;

    /** Given up once it is not needed any more, so that the versions do not hang together in one endless chain. */
    private transient volatile @Nullable RDD<Tuple2<K, S>> previous;

    private final transient Supplier<Optional<PairRDD<K, S>>> writtenDown;
    private final RDD<Tuple2<K, V>> batch;
    private final StateFunction function;

    // What a plan carries: set when this is serialized.
    private long previousId = -1;
    private @Nullable RDD<Tuple2<K, S>> base;

    private transient @Nullable Mode<K, S> mode;

    /** How a plan begins: with the version before where it is kept, else with a base, else with nothing. */
    private record Mode<K, S>(
            @Nullable RDD<Tuple2<K, S>> previous, @Nullable RDD<Tuple2<K, S>> base) {}

    StateRDD(
            @Nullable PairRDD<K, S> previous,
            Supplier<Optional<PairRDD<K, S>>> writtenDown,
            PairRDD<K, V> batch,
            StateFunction function) {
        super(batch.context());
        this.previous = previous == null ? null : previous.node();
        this.writtenDown = writtenDown;
        this.batch = batch.node();
        this.function = function;
    }

    private synchronized Mode<K, S> mode() {
        Mode<K, S> decided = mode;
        if (decided == null) {
            RDD<Tuple2<K, S>> before = previous;
            if (before != null && context().runner().isFullyKept(before)) {
                if (before instanceof StateRDD<?, ?, ?> computed) {
                    computed.previous = null;
                }
                decided = new Mode<>(before, null);
            } else {
                decided = new Mode<>(null, writtenDown.get().map(PairRDD::node).orElse(null));
            }
            mode = decided;
        }
        return decided;
    }

    @Override
    synchronized void replan() {
        mode = null;
    }

    /** The decision has a reference to the one before, which would chain all versions that there ever were. */
    @Override
    synchronized void notKept() {
        mode = null;
        forgetPartitions();
    }

    private synchronized void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
        Mode<K, S> decided = mode();
        previousId = decided.previous() == null ? -1 : decided.previous().id();
        base = decided.base();
        out.defaultWriteObject();
        base = null;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<Tuple2<K, S>> sink) throws Exception {
        return materialize(partition, task).open(sink);
    }

    /** Collects pairs in two arrays. */
    private static final class PairsSink<K, V> extends Sink<Tuple2<K, V>> {
        private @Nullable Object[] keys = new @Nullable Object[64];
        private @Nullable Object[] values = new @Nullable Object[64];
        private int count;

        @Override
        public void accept(Tuple2<K, V> pair) {
            acceptPair(pair._1(), pair._2());
        }

        @Override
        public void acceptPair(@Nullable Object key, @Nullable Object value) {
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, count * 2);
                values = Arrays.copyOf(values, count * 2);
            }
            keys[count] = key;
            values[count++] = value;
        }

        @Override
        @SuppressWarnings("unchecked")
        public void acceptAll(@Nullable Object[] records, int from, int to) {
            for (int i = from; i < to; i++) {
                accept((Tuple2<K, V>) records[i]);
            }
        }
    }

    @Override
    Chunk materialize(Partition partition, TaskContext task) throws Exception {
        Partition[] parts = ((GroupPartition) partition).parts();
        PairsSink<K, V> records = new PairsSink<>();
        Flow.drain(batch.stream(parts[0], task, records), records);
        long batchTime = task.batchTime().orElseThrow(() -> new IllegalStateException("state outside of a batch"));
        StateChunk.Editor state = before(partition.index(), parts, task).edit();
        boolean finished = false;
        try {
            StateChunk after =
                    state.finish(function.apply(state, records.keys, records.values, records.count, batchTime));
            finished = true;
            return after;
        } finally {
            if (!finished) {
                state.abort();
            }
        }
    }

    private StateChunk before(int index, Partition[] parts, TaskContext task) throws Exception {
        if (previousId >= 0) {
            return (StateChunk) task.services().kept(previousId, index);
        }
        RDD<Tuple2<K, S>> from = base;
        StateTable table = task.services().stateStore().table(function.time());
        if (from instanceof WrittenStateRDD<K, S> written) {
            written.restore(parts[1], task, table);
        } else if (from != null) {
            PairsSink<K, S> pairs = new PairsSink<>();
            Flow.drain(from.stream(parts[1], task, pairs), pairs);
            // They come in the order of their hashes, which would fill a table that grows from one end: probes without
            // end.
            table.reserve(pairs.count);
            for (int i = 0; i < pairs.count; i++) {
                if (pairs.values[i] != null) {
                    table.put(KeyHash.of(pairs.keys[i]), pairs.keys[i], pairs.values[i]);
                }
            }
        }
        return new StateChunk(table);
    }

    private List<RDD<?>> parents() {
        List<RDD<?>> parents = new ArrayList<>();
        parents.add(batch);
        RDD<?> from = mode().base();
        if (from != null) {
            parents.add(from);
        }
        return parents;
    }

    @Override
    protected Partition[] getPartitions() {
        return GroupPartition.aligned(batch.getNumPartitions(), parents());
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return OneToOneDependency.onAll(parents());
    }

    @Override
    boolean isVersion() {
        return true;
    }

    @Override
    List<RDD<?>> alsoReads() {
        RDD<Tuple2<K, S>> before = mode().previous();
        return before == null ? List.of() : List.of(before);
    }

    @Override
    public Optional<Partitioner> partitioner() {
        return batch.partitioner();
    }

    @Override
    void key(PlanKey key) {
        Mode<K, S> decided = mode();
        key.value(StateRDD.class)
                .value(decided.previous() != null)
                .value(decided.base() != null)
                .function(function);
    }

    @Override
    String operation() {
        return "state";
    }

    /** State that is nowhere any more. */
    static MillraceException lost(String operator) {
        return new MillraceException(
                ErrorCode.DATA_LOST,
                "the state of " + operator
                        + " was on an executor that is gone, and the job has no checkpoint: give it a"
                        + " checkpoint directory");
    }
}
