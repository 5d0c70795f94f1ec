package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.Flow;
import dev.millrace.execution.KeyHash;
import dev.millrace.execution.StateChunk;
import dev.millrace.function.Tuple2;
import dev.millrace.state.StateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream at the end of a batch: that of the batch before, changed in place. Where the one before is not kept any
 * more, it is taken from where it was written down; which of the two is decided whenever a job is planned.
 */
final class StateRDD<K, V, S> extends VersionRDD<Tuple2<K, S>, StateRDD.Begin<K, S>> {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Optional<PairRDD<K, S>>> writtenDown;
    private final RDD<Tuple2<K, V>> batch;
    private final StateFunction function;

    // What a plan carries: set when this is serialized.
    private long previousId = -1;
    private @Nullable RDD<Tuple2<K, S>> base;

    /** How a plan begins: with the version before where it is kept, else with a base, else with nothing. */
    record Begin<K, S>(
            @Nullable RDD<Tuple2<K, S>> previous, @Nullable RDD<Tuple2<K, S>> base)
            implements VersionRDD.Mode<Tuple2<K, S>> {}

    StateRDD(
            @Nullable PairRDD<K, S> previous,
            Supplier<Optional<PairRDD<K, S>>> writtenDown,
            PairRDD<K, V> batch,
            StateFunction function) {
        super(batch.context(), previous == null ? null : previous.node());
        this.writtenDown = writtenDown;
        this.batch = batch.node();
        this.function = function;
    }

    @Override
    Begin<K, S> decide() {
        RDD<Tuple2<K, S>> before = keptBefore();
        return before != null
                ? new Begin<>(before, null)
                : new Begin<>(null, writtenDown.get().map(PairRDD::node).orElse(null));
    }

    private synchronized void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
        Begin<K, S> decided = mode();
        previousId = decided.previous() == null ? -1 : decided.previous().id();
        base = decided.base();
        out.defaultWriteObject();
        base = null;
    }

    @Override
    Chunk materialize(Partition partition, TaskContext task) throws Exception {
        Partition[] parts = ((GroupPartition) partition).parts();
        PairsSink<K, V> records = new PairsSink<>(64);
        Flow.drain(batch.stream(parts[0], task, records), records);
        long batchTime = task.batchTime().orElseThrow(() -> new IllegalStateException("state outside of a batch"));
        StateChunk.Editor state = before(partition.index(), parts, task).edit();
        boolean finished = false;
        try {
            StateChunk after =
                    state.finish(function.apply(state, records.keys(), records.values(), records.count(), batchTime));
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
            PairsSink<K, S> pairs = new PairsSink<>(64);
            Flow.drain(from.stream(parts[1], task, pairs), pairs);
            // They come in the order of their hashes, which would fill a table that grows from one end: probes without
            // end.
            table.reserve(pairs.count());
            for (int i = 0; i < pairs.count(); i++) {
                Object key = pairs.keys()[i];
                Object value = pairs.values()[i];
                if (value != null) {
                    table.put(KeyHash.of(key), key, value);
                }
            }
        }
        return new StateChunk(table);
    }

    @Override
    List<RDD<?>> parents() {
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
    public Optional<Partitioner> partitioner() {
        return batch.partitioner();
    }

    @Override
    void key(PlanKey key) {
        Begin<K, S> decided = mode();
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
