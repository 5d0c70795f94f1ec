package dev.millrace.streaming;

import dev.millrace.rdd.RDD;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a list that grows, a limited number of its records in each batch. */
public final class LedgerStream extends RangeInputDStream<Object, LedgerStream.Slice> {
    /** What is read between two positions. */
    public record Slice(long from, long to) implements Serializable {}

    private final List<Object> ledger;
    private final int most;
    private final int partitions;
    private final Map<Long, Slice> read = new TreeMap<>();
    private long next;

    /** @param most records in a batch, at most */
    public LedgerStream(StreamingContext context, List<Object> ledger, int most, int partitions) {
        super(context);
        this.ledger = ledger;
        this.most = most;
        this.partitions = partitions;
    }

    /** What belongs to a batch whose data set has been made. */
    public Slice at(Time batch) {
        return java.util.Objects.requireNonNull(read.get(batch.milliseconds()));
    }

    @Override
    protected Slice nextRange(Time batch) {
        Slice slice = new Slice(next, Math.min(ledger.size(), next + most));
        next = slice.to();
        return slice;
    }

    @Override
    protected RDD<Object> read(Time batch, Slice range) {
        read.put(batch.milliseconds(), range);
        return context()
                .millraceContext()
                .parallelize(ledger.subList((int) range.from(), (int) range.to()), partitions);
    }

    @Override
    protected long count(Slice range) {
        return range.to() - range.from();
    }

    @Override
    protected Optional<RangeCodec<Slice>> rangeCodec() {
        return Optional.of(new RangeCodec<>() {
            @Override
            public void write(Slice range, DataOutput out) throws IOException {
                out.writeLong(range.from());
                out.writeLong(range.to());
            }

            @Override
            public Slice read(DataInput in) throws IOException {
                return new Slice(in.readLong(), in.readLong());
            }
        });
    }

    @Override
    protected void resume(Slice position) {
        next = position.to();
    }
}
