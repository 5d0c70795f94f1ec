package dev.millrace.streaming;

import dev.millrace.batch.InputRange;
import dev.millrace.checkpoint.LoggedRange;
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

    /**
     * Called once, when the context stops: takes in nothing more. What was taken in before may still be read, and there may be one
     * more batch, for what any of the inputs has taken in.
     */
    public void stop() {}

    /** Number of this input among the streams of the context. */
    public final int streamId() {
        return position();
    }

    /** This stream, for programs that are used to a wrapper around it. */
    public final InputDStream<T> inputDStream() {
        return this;
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

    // What passes between this input and a checkpoint; an input whose ranges follow from the time has nothing to keep

    /** Whether another process can go on where this one ends, with nothing lost. */
    boolean isRecoverable() {
        return true;
    }

    /** Whether a job goes on all the same when it cannot: what this input had taken in is lost then. */
    boolean maybeLost() {
        return false;
    }

    /** How many records of a range of an earlier run cannot be read again. */
    long lost(LoggedRange range) {
        return range.range().isPresent() ? 0 : range.records();
    }

    /** A range of this input for the checkpoint; empty when it would mean nothing to another process. */
    Optional<byte[]> toBytes(Serializable range) {
        return Optional.empty();
    }

    /** A range that {@link #toBytes} wrote, maybe in an earlier process. */
    InputRange fromBytes(byte[] bytes, long records) {
        throw new IllegalStateException(this + " logs no ranges, but one was found in the checkpoint");
    }

    /** What {@link #goOnAfter} needs to go on after the last range; empty for nothing. */
    Optional<byte[]> positionAsBytes() {
        return Optional.empty();
    }

    /** Called before {@link #start}, in order of time: goes on after this range or position. */
    void goOnAfter(byte[] position) {}

    /** The batch was made by an earlier run, and nothing is known of what this input had for it. */
    void hasNothingAt(Time batch) {}

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
