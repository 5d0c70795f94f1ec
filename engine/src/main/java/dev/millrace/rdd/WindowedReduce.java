package dev.millrace.rdd;

import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Data sets of sliding windows over values reduced by key, for the streams. */
public final class WindowedReduce {
    private WindowedReduce() {}

    /**
     * The window's values, made from those of the window before: what entered is reduced in, what left is taken away.
     * Where the window before is not kept any more, the whole window is reduced again. All data sets must be partitioned
     * alike, and those of the window persisted.
     *
     * <pre>
     *   previous  [ leaving |        kept        ]
     *   window              [        kept        | entering ]
     * </pre>
     *
     * @param previous values of the window before; null for the first window
     * @param keep which keys stay; null when all do
     */
    public static <K, V> PairRDD<K, V> slide(
            @Nullable PairRDD<K, V> previous,
            List<PairRDD<K, V>> leaving,
            List<PairRDD<K, V>> entering,
            List<PairRDD<K, V>> window,
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            @Nullable Function<Tuple2<K, V>, Boolean> keep) {
        return PairRDD.of(new SlidingReduceRDD<>(previous, leaving, entering, window, reduce, inverse, keep));
    }

    /** The values of data sets that are partitioned alike, reduced by key without a shuffle. */
    public static <K, V> PairRDD<K, V> combine(List<PairRDD<K, V>> parts, Function2<V, V, V> reduce) {
        return parts.size() == 1 ? parts.get(0) : PairRDD.of(new CombinedRDD<>(parts, Aggregator.reducing(reduce)));
    }
}
