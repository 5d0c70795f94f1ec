package dev.millrace.streaming;

import dev.millrace.rdd.RDD;
import java.util.List;
import java.util.Optional;

/**
 * The records of the last batches together; the data sets of those are kept in memory, unless the program says otherwise.
 *
 * <pre>
 *   parent    |  1  |  2  |  3  |  4  |  5  |
 *   window(3, 2)  at 2: [ 1 2 ]   at 4: [ 2 3 4 ]
 * </pre>
 */
final class WindowedDStream<T> extends DStream<T> {
    private final DStream<T> parent;
    private final Window window;

    WindowedDStream(DStream<T> parent, Duration length, Duration slide) {
        super(parent.context());
        this.parent = parent.node();
        this.window = Window.of("window", parent, length, slide);
        this.parent.keepUnlessSet();
    }

    @Override
    public Duration slideDuration() {
        return window.slide();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return List.of(parent);
    }

    @Override
    Duration parentRememberDuration() {
        return rememberDuration().plus(window.length());
    }

    /** A window has no records of its own to keep: those of the batches are kept. */
    @Override
    void keep(dev.millrace.rdd.StorageLevel level) {
        parent.keep(level);
    }

    @Override
    public Optional<RDD<T>> compute(Time validTime) {
        List<RDD<T>> rdds = parent.slice(window.all(validTime, parent.slideDuration(), zeroTime()));
        return Optional.of(context().millraceContext().union(rdds));
    }

    @Override
    String name() {
        return "window";
    }
}
