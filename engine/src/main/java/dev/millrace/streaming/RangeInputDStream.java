package dev.millrace.streaming;

import dev.millrace.batch.InputRange;
import dev.millrace.rdd.RDD;
import java.io.Serializable;
import java.util.Optional;
import java.util.TreeMap;
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
 * @param <R> the range: small, such as offsets, names of files or ids of blocks
 */
public abstract class RangeInputDStream<T, R extends Serializable> extends InputDStream<T> {
    private final TreeMap<Time, R> ranges = new TreeMap<>();

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

    @Override
    final Optional<InputRange> assign(Time batch) {
        R range = nextRange(batch);
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
        return range == null ? Optional.empty() : Optional.of(read(validTime, range));
    }

    @Override
    final void release(Time time) {
        super.release(time);
        Time last = time.minus(rememberDuration());
        while (true) {
            Time batch;
            R range;
            synchronized (ranges) {
                if (ranges.isEmpty() || ranges.firstKey().greater(last)) {
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
