package dev.millrace.rdd;

import dev.millrace.error.MillraceException;
import dev.millrace.execution.StateCodec;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.state.StoredTable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Data sets of state that goes from batch to batch, for the streams. */
public final class States {
    private static final PairFlatMapFunction<Iterator<List<byte[]>>, Object, Object> RESTORE = States::restore;

    /** About so many bytes of whole key groups are on their way to the driver at a time. */
    private static final long BYTES_AT_ONCE = 2 << 20;

    private static final long LEAST_BYTES = 64 << 10;

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
     * For each key group what a batch changed, or all of it for the groups {@code whole}, in the format of {@link StateCodec}. A group
     * that is large comes in several pieces, which follow each other, and no more of them is in memory than is handed over at a
     * time. Computes the state if that has not been done.
     *
     * @param taker takes pieces by their groups; called at least once
     */
    public static <T> void changes(RDD<T> state, int[] whole, Consumer<Map<Integer, byte[]>> taker) {
        int[] partitions = state.allPartitions();
        long bytes = Math.max(LEAST_BYTES, BYTES_AT_ONCE / Math.max(1, partitions.length));
        long[] from = null;
        do {
            long[] next = new long[state.getNumPartitions()];
            taker.accept(turn(state, new StateChanges.Question(whole, from, bytes), partitions, next));
            from = next;
            partitions = IntStream.of(partitions)
                    .filter(partition -> next[partition] < StoredTable.END)
                    .toArray();
        } while (partitions.length > 0);
    }

    private static <T> Map<Integer, byte[]> turn(
            RDD<T> state, StateChanges.Question question, int[] partitions, long[] next) {
        Map<Integer, byte[]> groups = new TreeMap<>();
        state.context().runJob(state, new StateChanges<>(question), partitions, (position, result) -> {
            synchronized (groups) {
                next[partitions[position]] = result.next();
                for (StateChanges.Group group : result.groups()) {
                    groups.merge(group.number(), group.content(), States::joined);
                }
            }
        });
        return groups;
    }

    /** Pieces may follow each other. */
    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /**
     * State that was written down, for tables that are not on the heap: each partition reads what it needs, a piece at a time. All
     * keys of a partition that is not of a {@link HashPartitioner} may be in any piece.
     *
     * @param pieces in the order in which they apply
     */
    public static <K, S> PairRDD<K, S> written(
            MillraceContext context, List<BlockId.OfState> pieces, Partitioner partitioner) {
        return PairRDD.of(new WrittenStateRDD<>(context, pieces, partitioner));
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
