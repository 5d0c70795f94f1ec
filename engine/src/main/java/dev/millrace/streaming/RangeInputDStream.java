package dev.millrace.streaming;

import dev.millrace.batch.InputRange;
import dev.millrace.rdd.RDD;
import java.io.Serializable;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * An input that says for each batch which range of its source belongs to it, and can read a range again. The range is logged
 * before anything of the batch runs, so that a batch that runs again has the same records.
 *
 * <pre>
 *   source   ----o--o-o----|---o-------|--o-oo----&gt;
 *                batch t-1 |  batch t  |
 *                           '- range -'
 *   at t:     nextRange(t) -&gt; range -&gt; offset log -&gt; read(t, range) -&gt; ... -&gt; forget(t, range)
 * </pre>
 *
 * <p>An input with a {@link #rangeCodec} goes on from a checkpoint: after a restart {@link #resume} is called, then
 * {@link #start}, then {@link #read} for batches that were not complete, and {@link #nextRange} for new ones.
 *
 * @param <R> the range: small, such as offsets, names of files or ids of blocks
 */
public abstract class RangeInputDStream<T, R extends Serializable> extends InputDStream<T> {
    private final TreeMap<Time, R> ranges = new TreeMap<>();
    private final NavigableSet<Time> nothingAt = new ConcurrentSkipListSet<>();
    private @Nullable R last;
    private volatile long rateLimit; // 0 for none

    protected RangeInputDStream(StreamingContext context) {
        super(context);
    }

    /** What belongs to the batch that ends now, at {@code batch}. Called once for each batch, in order of time. */
    protected abstract R nextRange(Time batch);

    /**
     * The records of a range; a function of its arguments alone. Called on the driver; reads nothing itself.
     */
    protected abstract RDD<T> read(Time batch, R range);

    /** How many records a range holds; 0 when that is not known before they are read. */
    protected long count(R range) {
        return 0;
    }

    /** No later batch needs the range: what was kept to read it may go. */
    protected void forget(Time batch, R range) {}

    /**
     * Whether {@link #nextRange} keeps to {@link #rateLimit}. The engine then learns how much this input should take, when the job
     * has backpressure.
     */
    protected boolean isRateLimited() {
        return false;
    }

    /** Records a second that the next range may hold, by the length of a batch; empty for as many as there are. */
    protected final OptionalLong rateLimit() {
        long limit = rateLimit;
        return limit > 0 ? OptionalLong.of(limit) : OptionalLong.empty();
    }

    /** Sets what {@link #rateLimit} says from now on. */
    void limitRate(long recordsPerSecond) {
        rateLimit = recordsPerSecond;
    }

    /**
     * How ranges are written into a checkpoint. Empty, the default, for an input whose ranges mean nothing to another process;
     * a job with a checkpoint then warns when it starts, and cannot go on after a restart.
     */
    protected Optional<RangeCodec<R>> rangeCodec() {
        return Optional.empty();
    }

    /**
     * What {@link #resume} must be told to go on after the last range, where that range alone does not say it; by default that
     * range. Written into the checkpoint now and then; called before the first {@link #nextRange}, and on its thread.
     */
    protected Optional<R> resumePoint() {
        return Optional.ofNullable(last);
    }

    /**
     * Goes on where an earlier process ended. Called before {@link #start} with the {@link #resumePoint} that was written last,
     * then with each range that was logged after it, in order of time: the next range begins where the last of them ends.
     * An input with a {@link #rangeCodec} must override this.
     */
    protected void resume(R position) {
        throw new IllegalStateException(getClass().getName() + " has a rangeCodec and does not override resume");
    }

    @Override
    boolean isRecoverable() {
        return rangeCodec().isPresent();
    }

    @Override
    @SuppressWarnings("unchecked") // the log has what this stream has put in
    final Optional<byte[]> toBytes(Serializable range) {
        return rangeCodec().map(codec -> RangeBytes.write(this, codec, (R) range));
    }

    @Override
    final InputRange fromBytes(byte[] bytes, long records) {
        return new InputRange(
                streamId(), uid(), RangeBytes.read(this, rangeCodec().orElseThrow(), bytes), records);
    }

    @Override
    final Optional<byte[]> positionAsBytes() {
        return rangeCodec().flatMap(codec -> resumePoint().map(range -> RangeBytes.write(this, codec, range)));
    }

    @Override
    final void goOnAfter(byte[] position) {
        R range = RangeBytes.read(this, rangeCodec().orElseThrow(), position);
        last = range;
        resume(range);
    }

    @Override
    final void hasNothingAt(Time batch) {
        nothingAt.add(batch);
    }

    @Override
    final Optional<InputRange> assign(Time batch) {
        R range = nextRange(batch);
        last = range;
        return Optional.of(new InputRange(streamId(), uid(), range, count(range)));
    }

    @Override
    @SuppressWarnings("unchecked") // the log gives back what was put in under this stream's uid
    final void accept(Time batch, Serializable range) {
        synchronized (ranges) {
            ranges.put(batch, (R) range);
        }
    }

    @Override
    public final Optional<RDD<T>> compute(Time validTime) {
        @Nullable R range;
        synchronized (ranges) {
            range = ranges.get(validTime);
        }
        if (range != null) {
            return Optional.of(read(validTime, range));
        }
        return nothingAt.contains(validTime)
                ? Optional.of(context().millraceContext().emptyRDD())
                : Optional.empty();
    }

    @Override
    final void release(Time time) {
        super.release(time);
        Time unneeded = time.minus(rememberDuration());
        nothingAt.headSet(unneeded, true).clear();
        while (true) {
            Time batch;
            R range;
            synchronized (ranges) {
                if (ranges.isEmpty() || ranges.firstKey().greater(unneeded)) {
                    return;
                }
                var first = ranges.pollFirstEntry();
                batch = first.getKey();
                range = first.getValue();
            }
            forget(batch, range);
        }
    }
}
