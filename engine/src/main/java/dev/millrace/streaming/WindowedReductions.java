package dev.millrace.streaming;

import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.Partitioner;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the streams behind the reductions by key and window. All of them reduce each batch once:
 *
 * <pre>
 *   with an inverse      batches -&gt; partials -&gt; SlidingReduce
 *   without              batches -&gt; partials -&gt; [panes of several batches] -&gt; TwoStack
 *   no or little overlap batches -&gt; partials -&gt; [panes of several batches] -&gt; CombinedWindow
 * </pre>
 */
final class WindowedReductions {
    /** Up to that many panes a window is combined anew with less effort than by two stacks. */
    private static final int FEW_PANES = 3;

    private static final Function<Iterable<Object>, List<Object>> COPY = values -> {
        List<Object> list = new ArrayList<>();
        values.forEach(list::add);
        return list;
    };
    private static final Function2<List<Object>, Iterable<Object>, List<Object>> APPEND = (list, values) -> {
        values.forEach(list::add);
        return list;
    };
    private static final Function2<List<Object>, List<Object>, List<Object>> APPEND_LIST = (list, values) -> {
        list.addAll(values);
        return list;
    };

    private WindowedReductions() {}

    static <K, V> PairDStream<K, V> reduced(
            DStream<Tuple2<K, V>> pairs,
            Function2<V, V, V> reduce,
            Duration length,
            Duration slide,
            Partitioner partitioner) {
        Window window = Window.of("reduceByKeyAndWindow", pairs, length, slide);
        PartialsDStream<K, V> batches = new PartialsDStream<>(pairs, reduce, partitioner);
        DStream<Tuple2<K, V>> reduced = reduced(new Partials<>(batches), window, reduce);
        batches.feed(reduced, window);
        return PairDStream.of(reduced);
    }

    private static <K, V> DStream<Tuple2<K, V>> reduced(
            Partials<K, V> partials, Window window, Function2<V, V, V> reduce) {
        if (!window.overlaps()) {
            return new CombinedWindowDStream<>(partials, window, reduce);
        }
        Duration length = window.length();
        Duration pane = new Duration(gcd(length.milliseconds(), window.slide().milliseconds()));
        Partials<K, V> panes = pane.equals(partials.step())
                ? partials
                : new Partials<>(CombinedWindowDStream.panes(partials, pane, window.slide(), reduce));
        panes.stream().keepUnlessSet();
        return length.div(pane) <= FEW_PANES
                ? new CombinedWindowDStream<>(panes, window, reduce)
                : new TwoStackDStream<>(panes, window, reduce);
    }

    static <K, V> PairDStream<K, V> sliding(
            DStream<Tuple2<K, V>> pairs,
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            Duration length,
            Duration slide,
            Partitioner partitioner,
            @Nullable Function<Tuple2<K, V>, Boolean> keep) {
        Window window = Window.of("reduceByKeyAndWindow", pairs, length, slide);
        PartialsDStream<K, V> batches = new PartialsDStream<>(pairs, reduce, partitioner);
        Partials<K, V> partials = new Partials<>(batches);
        DStream<Tuple2<K, V>> reduced = window.overlaps()
                ? new SlidingReduceDStream<>(partials, window, reduce, inverse, keep)
                : new CombinedWindowDStream<>(partials, window, reduce);
        batches.feed(reduced, window);
        PairDStream<K, V> values = PairDStream.of(reduced);
        return keep == null || window.overlaps()
                ? values
                : PairDStream.of(values.filter(keep).naming(reduced));
    }

    static <K, V> PairDStream<K, Iterable<V>> groups(
            DStream<Tuple2<K, V>> pairs, Duration length, Duration slide, Partitioner partitioner) {
        Window.of("groupByKeyAndWindow", pairs, length, slide);
        DStream<Tuple2<K, Iterable<V>>> grouped = new TransformedDStream<>(
                "groupByKey",
                pairs.context(),
                List.of(pairs),
                (rdds, time) ->
                        PairRDD.of(TransformedDStream.<Tuple2<K, V>>at(rdds, 0)).groupByKey(partitioner));
        return PairDStream.of(grouped.window(length, slide))
                .combineByKey(
                        WindowedReductions.<Function<Iterable<V>, Iterable<V>>>cast(COPY),
                        WindowedReductions.<Function2<Iterable<V>, Iterable<V>, Iterable<V>>>cast(APPEND),
                        WindowedReductions.<Function2<Iterable<V>, Iterable<V>, Iterable<V>>>cast(APPEND_LIST),
                        partitioner);
    }

    /** For functions that take values of any type. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <F> F cast(Object function) {
        return (F) function;
    }

    private static long gcd(long first, long second) {
        return BigInteger.valueOf(first).gcd(BigInteger.valueOf(second)).longValueExact();
    }
}
