package dev.millrace.streaming;

import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.WindowedReduce;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of a window, combined anew each time from those of its batches: for windows that share little or nothing. */
final class CombinedWindowDStream<K, V> extends DStream<Tuple2<K, V>> {
    private final Partials<K, V> partials;
    private final Window window;
    private final Function2<V, V, V> reduce;

    /** How late it may be asked for; null when that is as long as it is remembered. */
    private final @Nullable Duration late;

    CombinedWindowDStream(Partials<K, V> partials, Window window, Function2<V, V, V> reduce) {
        this(partials, window, reduce, null);
    }

    private CombinedWindowDStream(
            Partials<K, V> partials, Window window, Function2<V, V, V> reduce, @Nullable Duration late) {
        super(partials.stream().context());
        this.partials = partials;
        this.window = window;
        this.reduce = reduce;
        this.late = late;
    }

    /** Parts of a longer window, which asks for them at each of its slides. */
    static <K, V> CombinedWindowDStream<K, V> panes(
            Partials<K, V> partials, Duration pane, Duration slide, Function2<V, V, V> reduce) {
        return new CombinedWindowDStream<>(partials, new Window(pane, pane), reduce, slide);
    }

    @Override
    public Duration slideDuration() {
        return window.slide();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return List.of(partials.stream());
    }

    @Override
    Duration parentRememberDuration() {
        return (late == null || !partials.areWrittenDown() ? rememberDuration() : late).plus(window.length());
    }

    @Override
    public Optional<RDD<Tuple2<K, V>>> compute(Time validTime) {
        List<PairRDD<K, V>> parts = partials.at(window.all(validTime, partials.step(), zeroTime()));
        return Optional.of(WindowedReduce.combine(parts, reduce));
    }

    @Override
    String name() {
        return late == null ? "reduceByKeyAndWindow" : "panes";
    }
}
