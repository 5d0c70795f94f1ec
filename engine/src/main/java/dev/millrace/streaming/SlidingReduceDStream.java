package dev.millrace.streaming;

import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.WindowedReduce;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of a window, made from those of the window before: what entered is reduced in, what left is taken out with the
 * inverse function. {@link Window} draws which batches those are.
 */
final class SlidingReduceDStream<K, V> extends DStream<Tuple2<K, V>> {
    private final Partials<K, V> partials;
    private final Window window;
    private final Function2<V, V, V> reduce;
    private final Function2<V, V, V> inverse;
    private final @Nullable Function<Tuple2<K, V>, Boolean> keep;

    SlidingReduceDStream(
            Partials<K, V> partials,
            Window window,
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            @Nullable Function<Tuple2<K, V>, Boolean> keep) {
        super(partials.stream().context());
        this.partials = partials;
        this.window = window;
        this.reduce = reduce;
        this.inverse = inverse;
        this.keep = keep;
        partials.stream().keepUnlessSet();
        keepUnlessSet();
    }

    @Override
    public Duration slideDuration() {
        return window.slide();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return List.of(partials.stream());
    }

    /** What left a window is needed one slide longer than the window. */
    @Override
    Duration parentRememberDuration() {
        return rememberDuration().plus(window.length()).plus(window.slide());
    }

    @Override
    public Optional<RDD<Tuple2<K, V>>> compute(Time validTime) {
        Duration step = partials.step();
        List<PairRDD<K, V>> all = partials.at(window.all(validTime, step, zeroTime()));
        Optional<RDD<Tuple2<K, V>>> before = remembered(validTime.minus(window.slide()));
        if (before.isEmpty()) {
            return whole(all); // what left it may be nowhere any more
        }
        List<Time> left = window.leaving(validTime, step, zeroTime());
        List<PairRDD<K, V>> leaving = partials.at(left);
        if (leaving.size() < left.size()) {
            return whole(all);
        }
        return Optional.of(WindowedReduce.slide(
                PairRDD.of(before.get()),
                leaving,
                partials.at(window.entering(validTime, step, zeroTime())),
                all,
                reduce,
                inverse,
                keep));
    }

    private Optional<RDD<Tuple2<K, V>>> whole(List<PairRDD<K, V>> all) {
        return Optional.of(WindowedReduce.slide(null, List.of(), List.of(), all, reduce, inverse, keep));
    }

    @Override
    String name() {
        return "reduceByKeyAndWindow";
    }
}
