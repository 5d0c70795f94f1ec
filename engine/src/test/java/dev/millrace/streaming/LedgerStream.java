package dev.millrace.streaming;

import dev.millrace.rdd.RDD;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a list that grows, a limited number of its records in each batch. */
public final class LedgerStream extends RangeInputDStream<Object, Slice> {
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
        return range.count();
    }

    @Override
    protected Optional<RangeCodec<Slice>> rangeCodec() {
        return Optional.of(Slice.CODEC);
    }

    @Override
    protected void resume(Slice position) {
        next = position.to();
    }
}
