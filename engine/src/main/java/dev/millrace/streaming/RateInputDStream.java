package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function;
import dev.millrace.rdd.RDD;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Records that are due at a steady rate, the same in every run: record <i>i</i> at {@code zero + i / rate} seconds. A batch
 * has those that were due since the one before; they are generated where they are processed.
 *
 * <pre>
 *   rate 4 a second, batches of a second:
 *   zero       1 s         2 s
 *    0  1  2  3 | 4  5  6  7 | 8 ...
 * </pre>
 */
final class RateInputDStream<T> extends RangeInputDStream<T, RateInputDStream.Numbers> {
    /** The records from {@code from} (inclusive) to {@code to} (exclusive). */
    record Numbers(long from, long to) implements Serializable {}

    private static final long MILLIS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

    private static final RangeCodec<Numbers> CODEC = new RangeCodec<>() {
        @Override
        public void write(Numbers range, DataOutput out) throws IOException {
            out.writeLong(range.from());
            out.writeLong(range.to());
        }

        @Override
        public Numbers read(DataInput in) throws IOException {
            return new Numbers(in.readLong(), in.readLong());
        }
    };

    private final long recordsPerSecond;
    private final int numPartitions;
    private final Function<Long, T> function;
    private long next;

    RateInputDStream(StreamingContext context, long recordsPerSecond, int numPartitions, Function<Long, T> function) {
        super(context);
        if (recordsPerSecond < 1) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT, "rateStream: expected recordsPerSecond >= 1, found " + recordsPerSecond);
        }
        Functions.requirePositive("rateStream", numPartitions);
        Functions.requireSerializable("rateStream", function);
        this.recordsPerSecond = recordsPerSecond;
        this.numPartitions = numPartitions;
        this.function = function;
    }

    @Override
    protected Numbers nextRange(Time batch) {
        long from = next;
        next += dueBefore(batch) - dueBefore(batch.minus(slideDuration()));
        return new Numbers(from, next);
    }

    private long dueBefore(Time time) {
        long millis = time.minus(zeroTime()).milliseconds();
        long parts = Math.multiplyExact(millis % MILLIS_PER_SECOND, recordsPerSecond);
        return Math.multiplyExact(millis / MILLIS_PER_SECOND, recordsPerSecond)
                + (parts + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
    }

    @Override
    protected Optional<RangeCodec<Numbers>> rangeCodec() {
        return Optional.of(CODEC);
    }

    @Override
    protected void resume(Numbers position) {
        next = position.to();
    }

    @Override
    protected long count(Numbers range) {
        return range.to() - range.from();
    }

    @Override
    protected RDD<T> read(Time batch, Numbers range) {
        return context().millraceContext().generate(range.from(), range.to(), numPartitions, function);
    }
}
