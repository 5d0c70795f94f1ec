package dev.millrace.streaming;

import dev.millrace.function.Tuple2;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.Partitioner;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StateFunction;
import dev.millrace.rdd.States;
import dev.millrace.rdd.StorageLevel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** State by key, which each batch changes. */
final class StateDStream<K, V, S> extends DStream<Tuple2<K, S>> {
    private final String name;
    private final DStream<Tuple2<K, V>> parent;
    private final Partitioner partitioner;
    private final StateFunction function;
    private final @Nullable PairRDD<K, S> initial;

    /** Set where the job has a checkpoint. */
    private @Nullable WrittenDown written;

    /** State up to this time is that of an earlier run. */
    private Time resumedAt = new Time(Long.MIN_VALUE);

    StateDStream(
            String name,
            DStream<Tuple2<K, V>> parent,
            Partitioner partitioner,
            StateFunction function,
            @Nullable PairRDD<K, S> initial) {
        super(parent.context());
        this.name = name;
        this.parent = parent.node();
        this.partitioner = partitioner;
        this.function = function;
        this.initial = initial;
        keep(StorageLevel.MEMORY_AND_DISK);
    }

    @Override
    String name() {
        return name;
    }

    @Override
    public Duration slideDuration() {
        return parent.slideDuration();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return List.of(parent);
    }

    /** Where the state is written down. */
    @FunctionalInterface
    interface WrittenDown {
        /** The pieces of each key group as of the batch before {@code batch}, which is committed by then. */
        List<List<byte[]>> before(Time batch);
    }

    /**
     * Where the state is written down.
     *
     * @param source asked when it is needed
     * @param at the last batch that an earlier run has completed; smaller than all times when there was none
     */
    void writtenDown(WrittenDown source, Time at) {
        written = source;
        resumedAt = at;
    }

    @Override
    public Optional<RDD<Tuple2<K, S>>> compute(Time validTime) {
        if (validTime.lessEq(resumedAt)) {
            return Optional.empty(); // only what came of it is written down
        }
        Optional<RDD<Tuple2<K, S>>> before = remembered(validTime.minus(slideDuration()));
        PairRDD<K, S> previous = before.map(PairRDD::of).orElse(null);
        PairRDD<K, V> batch = PairRDD.of(parent.getOrCompute(validTime)
                        .orElseGet(() -> context().millraceContext().emptyRDD()))
                .partitionBy(partitioner);
        return Optional.of(States.update(previous, () -> base(validTime, previous != null), batch, function));
    }

    /** What a batch begins with when the state before is not kept. */
    private Optional<PairRDD<K, S>> base(Time batch, boolean hadPrevious) {
        WrittenDown source = written;
        boolean isFirst = !hadPrevious && resumedAt.milliseconds() == Long.MIN_VALUE;
        if (isFirst) {
            return initial();
        }
        if (source == null) {
            throw States.lost(uid());
        }
        List<List<byte[]>> groups = source.before(batch);
        if (groups.isEmpty()) {
            return hadPrevious ? Optional.empty() : initial(); // the operator is new in the program
        }
        return Optional.of(States.restored(context().millraceContext(), groups, partitioner));
    }

    private Optional<PairRDD<K, S>> initial() {
        return Optional.ofNullable(initial).map(rdd -> rdd.partitionBy(partitioner));
    }

    /** What the batch changed, by key group; all of the groups {@code whole}. Empty when the stream has no batch then. */
    Map<Integer, byte[]> changes(Time time, int[] whole) {
        return isTimeOfOwn(time)
                ? getOrCompute(time).map(state -> States.changes(state, whole)).orElse(Map.of())
                : Map.of();
    }

    boolean isTimeOfOwn(Time time) {
        return time.greater(zeroTime()) && time.minus(zeroTime()).isMultipleOf(slideDuration());
    }

    /** Makes sure that the batch has changed the state, whether or not an output has asked for it. */
    void ensureComputed(Time time) {
        if (isTimeOfOwn(time)) {
            getOrCompute(time)
                    .filter(state -> !context().millraceContext().runner().isFullyKept(state))
                    .ifPresent(state -> States.changes(state, new int[0]));
        }
    }
}
