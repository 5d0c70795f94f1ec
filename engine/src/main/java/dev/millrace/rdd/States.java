package dev.millrace.rdd;

import dev.millrace.error.MillraceException;
import dev.millrace.execution.StateCodec;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.Tuple2;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Data sets of state that goes from batch to batch, for the streams. */
public final class States {
    private static final PairFlatMapFunction<Iterator<List<byte[]>>, Object, Object> RESTORE = States::restore;

    private States() {}

    /**
     * The state after a batch; it must be persisted.
     *
     * @param previous the state before; null at the first batch
     * @param writtenDown the state before where it is not kept, partitioned alike; empty for none
     * @param batch records of the batch, partitioned as the state
     */
    public static <K, V, S> PairRDD<K, S> update(
            @Nullable PairRDD<K, S> previous,
            Supplier<Optional<PairRDD<K, S>>> writtenDown,
            PairRDD<K, V> batch,
            StateFunction function) {
        return PairRDD.of(new StateRDD<>(previous, writtenDown, batch, function));
    }

    /** What the function gave out when it made this state. */
    public static <T> RDD<T> emitted(RDD<?> state) {
        return new EmittedRDD<>(state);
    }

    /** The error for state that is nowhere any more. */
    public static MillraceException lost(String operator) {
        return StateRDD.lost(operator);
    }

    /**
     * For each key group what a batch changed, or all of it for the groups {@code whole}, in the format of {@link StateCodec}.
     * Computes the state if that has not been done.
     */
    public static <T> Map<Integer, byte[]> changes(RDD<T> state, int[] whole) {
        Map<Integer, ByteArrayOutputStream> groups = new TreeMap<>();
        state.context().runJob(state, new StateChanges<>(whole), (position, result) -> {
            synchronized (groups) {
                for (StateChanges.Group group : result) {
                    groups.computeIfAbsent(group.number(), unused -> new ByteArrayOutputStream())
                            .writeBytes(group.content());
                }
            }
        });
        Map<Integer, byte[]> content = new TreeMap<>();
        groups.forEach((group, bytes) -> content.put(group, bytes.toByteArray()));
        return content;
    }

    /**
     * State that was written down.
     *
     * @param groups for each key group its pieces, in the order in which they apply
     */
    @SuppressWarnings("unchecked") // the pieces have what the program has put in
    public static <K, S> PairRDD<K, S> restored(
            MillraceContext context, List<List<byte[]>> groups, Partitioner partitioner) {
        int slices = Math.max(1, Math.min(groups.size(), context.defaultParallelism()));
        RDD<List<byte[]>> pieces = context.parallelize(groups, slices);
        return (PairRDD<K, S>)
                (PairRDD<?, ?>) pieces.mapPartitionsToPair(RESTORE).partitionBy(partitioner);
    }

    private static Iterator<Tuple2<Object, Object>> restore(Iterator<List<byte[]>> groups) {
        return new RestoredPairs(groups);
    }
}
