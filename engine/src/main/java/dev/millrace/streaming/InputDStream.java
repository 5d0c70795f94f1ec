package dev.millrace.streaming;

import dev.millrace.batch.InputRange;
import dev.millrace.rdd.RDD;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A stream whose records come from outside. This class suits an input that makes its data sets in {@link #compute} from the
 * time alone; one that must say which records belong to which batch extends {@link RangeInputDStream}.
 */
public abstract class InputDStream<T> extends DStream<T> {
    protected InputDStream(StreamingContext context) {
        super(context);
    }

    /** Called once, when the context starts, before the first batch. */
    public void start() {}

    /** Called once, when the context stops: takes in nothing more. What was taken in before may still be read. */
    public void stop() {}

    /** Number of this input among the streams of the context. */
    public final int streamId() {
        return position();
    }

    @Override
    public final Duration slideDuration() {
        return context().batchDuration();
    }

    @Override
    public final List<DStream<?>> dependencies() {
        return List.of();
    }

    /** Decides what belongs to the batch, to be logged; empty when the time alone says it. */
    Optional<InputRange> assign(Time batch) {
        return Optional.empty();
    }

    /** Takes a range from the log, before the data set of the batch is made. */
    void accept(Time batch, Serializable range) {
        throw new IllegalStateException(this + " logs no ranges, but has got one for " + batch);
    }

    /** Whether the input, which has stopped, has taken in records that are in no range yet: they get one more batch. */
    protected boolean hasUnassigned() {
        return false;
    }

    /** All outputs of the batch are complete. Called once for each batch, in order of time. */
    protected void completed(Time batch) {}

    /** The data set of a batch, empty when the batch has none here. */
    @Override
    public abstract Optional<RDD<T>> compute(Time validTime);
}
