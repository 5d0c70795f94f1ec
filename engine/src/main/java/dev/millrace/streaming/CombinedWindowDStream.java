package dev.millrace.streaming;

import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.WindowedReduce;
import java.util.List;
import java.util.Optional;

/** Values of a window, combined anew each time from those of its batches: for windows that share little or nothing. */
final class CombinedWindowDStream<K, V> extends DStream<Tuple2<K, V>> {
    private final Partials<K, V> partials;
    private final Window window;
    private final Function2<V, V, V> reduce;

    CombinedWindowDStream(Partials<K, V> partials, Window window, Function2<V, V, V> reduce) {
        super(partials.stream().context());
        this.partials = partials;
        this.window = window;
        this.reduce = reduce;
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
        return rememberDuration().plus(window.length());
    }

    @Override
    public Optional<RDD<Tuple2<K, V>>> compute(Time validTime) {
        List<PairRDD<K, V>> parts = partials.at(window.all(validTime, partials.step(), zeroTime()));
        return Optional.of(WindowedReduce.combine(parts, reduce));
    }

    @Override
    String name() {
        return "reduceByKeyAndWindow";
    }
}
