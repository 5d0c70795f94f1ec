package dev.millrace.streaming;

import dev.millrace.checkpoint.StatePart;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.Partitioner;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StateFunction;
import dev.millrace.rdd.States;
import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
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
        /** The pieces as of the batch before {@code batch}, which is committed by then. */
        Pieces before(Time batch);
    }

    /**
     * State that is written down.
     *
     * @param parts in the order in which they apply
     * @param reader reads one of them
     */
    record Pieces(List<StatePart> parts, Function<StatePart, byte[]> reader) {
        /** The content of the pieces of each key group. */
        List<List<byte[]>> groups() {
            Map<Integer, List<byte[]>> groups = new TreeMap<>();
            for (StatePart part : parts) {
                groups.computeIfAbsent(part.keyGroup(), unused -> new ArrayList<>())
                        .add(reader.apply(part));
            }
            return new ArrayList<>(groups.values());
        }

        /** Their names for executors that read them by themselves. */
        List<BlockId.OfState> names() {
            return parts.stream()
                    .map(part -> new BlockId.OfState(
                            part.operator(), part.keyGroup(), part.epoch(), part.file(), part.offset(), part.length()))
                    .toList();
        }
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
        boolean hadPrevious = previous != null; // a reference to it would chain all states that there ever were
        return Optional.of(States.update(previous, () -> base(validTime, hadPrevious), batch, function));
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
        Pieces pieces = source.before(batch);
        if (pieces.parts().isEmpty()) {
            return hadPrevious ? Optional.empty() : initial(); // the operator is new in the program
        }
        MillraceContext engine = context().millraceContext();
        return Optional.of(
                engine.getConf().get(MillraceConfig.STATE_STORE).equals("heap")
                        ? States.restored(engine, pieces.groups(), partitioner)
                        : States.written(engine, pieces.names(), partitioner));
    }

    private Optional<PairRDD<K, S>> initial() {
        return Optional.ofNullable(initial).map(rdd -> rdd.partitionBy(partitioner));
    }

    /** Hands over what the batch changed, by key group; all of the groups {@code whole}. Nothing when the stream has no batch then. */
    void changes(Time time, int[] whole, Consumer<Map<Integer, byte[]>> taker) {
        if (isTimeOfOwn(time)) {
            getOrCompute(time).ifPresent(state -> States.changes(state, whole, taker));
        }
    }

    boolean isTimeOfOwn(Time time) {
        return time.greater(zeroTime()) && time.minus(zeroTime()).isMultipleOf(slideDuration());
    }

    /** Makes sure that the batch has changed the state, whether or not an output has asked for it. */
    void ensureComputed(Time time) {
        if (isTimeOfOwn(time)) {
            getOrCompute(time)
                    .filter(state -> !context().millraceContext().runner().isFullyKept(state))
                    .ifPresent(state -> States.changes(state, new int[0], changes -> {}));
        }
    }
}
