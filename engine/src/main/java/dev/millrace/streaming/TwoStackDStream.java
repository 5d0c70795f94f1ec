package dev.millrace.streaming;

import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.rdd.WindowedReduce;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values of a window without an inverse function, with O(1) combinations a slide, amortised: the older panes of the window
 * stand as one aggregate for each place where a window will begin, up to {@code boundary}; the newer ones as one running
 * aggregate. A window is one of the former combined with the latter.
 *
 * <pre>
 *   panes      1   2   3   4 | 5   6          window of 4, at 6: suffix(3) + running
 *              '-- suffix(1) |
 *                  '- suf(2) |'------' running
 *                      '- (3)|
 *                          '4|
 *                            boundary
 * </pre>
 *
 * <p>When the window begins after the boundary the stacks are flipped: the panes of the window become the older ones, and
 * their aggregates are made from the newest to the oldest, by one small job each. That is the one slide that costs the
 * whole window. The aggregates are read from where they are kept; where one is lost it is made anew from the panes.
 */
final class TwoStackDStream<K, V> extends DStream<Tuple2<K, V>> {
    private final Partials<K, V> panes;
    private final Window window;
    private final Function2<V, V, V> reduce;

    /** Aggregates from a pane to the boundary, by the time of that pane. */
    private final TreeMap<Time, PairRDD<K, V>> suffixes = new TreeMap<>();

    /** Aggregate from the boundary to the last pane; null when there is none after the boundary. */
    private @Nullable PairRDD<K, V> running;

    private @Nullable Time boundary;
    private Time last = new Time(Long.MIN_VALUE);

    /** Not needed by any batch after that of the key. */
    private final NavigableMap<Time, List<PairRDD<K, V>>> retired = new TreeMap<>();

    /** @param panes as far apart as the greatest common divisor of the window's length and slide, and kept */
    TwoStackDStream(Partials<K, V> panes, Window window, Function2<V, V, V> reduce) {
        super(panes.stream().context());
        this.panes = panes;
        this.window = window;
        this.reduce = reduce;
        panes.stream().keepUnlessSet();
    }

    @Override
    public Duration slideDuration() {
        return window.slide();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return List.of(panes.stream());
    }

    @Override
    Duration parentRememberDuration() {
        return rememberDuration().plus(window.length()).plus(window.slide());
    }

    @Override
    public synchronized Optional<RDD<Tuple2<K, V>>> compute(Time validTime) {
        List<Time> all = window.all(validTime, panes.step(), zeroTime());
        if (validTime.lessEq(last)) {
            return Optional.of(WindowedReduce.combine(panes.at(all), reduce));
        }
        Time first = all.get(0);
        Time flippedAt = boundary == null ? first.minus(panes.step()) : boundary;
        if (first.greater(flippedAt.plus(panes.step()))) {
            flip(first, validTime);
        } else {
            push(flippedAt, validTime);
            boundary = flippedAt;
        }
        last = validTime;
        return Optional.of(result(first, validTime));
    }

    /** The running aggregate takes in the panes that are new. */
    private void push(Time flippedAt, Time time) {
        PairRDD<K, V> before = running;
        List<PairRDD<K, V>> entering = panes.at(between(last.max(flippedAt), time));
        running = extend(before, entering, panes.at(between(flippedAt, time)));
        if (before != null) {
            retire(List.of(before), time);
        }
    }

    /** The panes from {@code first} to {@code time} become the older ones. */
    private void flip(Time first, Time time) {
        retire(suffixes.values(), time);
        suffixes.clear();
        if (running != null) {
            retire(List.of(running), time);
            running = null;
        }
        PairRDD<K, V> suffix = null;
        Time covered = time;
        for (Time begin : begins(first, time)) {
            Time before = begin.minus(panes.step());
            suffix = extend(suffix, panes.at(between(before, covered)), panes.at(between(before, time)));
            suffix.count(); // computes and keeps it
            suffixes.put(begin, suffix);
            covered = before;
        }
        boundary = time;
    }

    /** Where this window and the next ones begin, as far as there are panes; the last first. */
    private List<Time> begins(Time first, Time time) {
        List<Time> begins = new ArrayList<>();
        for (Time begin = first; begin.lessEq(time); begin = begin.plus(window.slide())) {
            begins.add(0, begin);
        }
        return begins;
    }

    private void retire(Collection<PairRDD<K, V>> unneeded, Time time) {
        retired.computeIfAbsent(time, unused -> new ArrayList<>()).addAll(unneeded);
    }

    private PairRDD<K, V> result(Time first, Time time) {
        var popped = suffixes.headMap(first, false);
        retire(popped.values(), time);
        popped.clear();
        PairRDD<K, V> older = suffixes.get(first);
        PairRDD<K, V> newer = running;
        if (older == null || newer == null) {
            return java.util.Objects.requireNonNull(older == null ? newer : older);
        }
        return WindowedReduce.combine(List.of(older, newer), reduce);
    }

    /** With nothing to take out, a slide is an extension, which is made from what is kept alone. */
    private PairRDD<K, V> extend(
            @Nullable PairRDD<K, V> before, List<PairRDD<K, V>> entering, List<PairRDD<K, V>> all) {
        return WindowedReduce.slide(before, List.of(), entering, all, reduce, reduce, null)
                .persist(StorageLevel.MEMORY_ONLY);
    }

    private List<Time> between(Time from, Time to) {
        return Window.batches(from, to, panes.step(), zeroTime());
    }

    @Override
    void release(Time time) {
        super.release(time);
        synchronized (this) {
            NavigableMap<Time, List<PairRDD<K, V>>> unneeded = retired.headMap(time, true);
            unneeded.values().forEach(all -> all.forEach(PairRDD::unpersist));
            unneeded.clear();
        }
    }

    @Override
    void releaseAll() {
        synchronized (this) {
            retire(suffixes.values(), last);
            suffixes.clear();
            if (running != null) {
                retire(List.of(running), last);
            }
        }
        super.releaseAll();
    }

    @Override
    String name() {
        return "reduceByKeyAndWindow";
    }
}
