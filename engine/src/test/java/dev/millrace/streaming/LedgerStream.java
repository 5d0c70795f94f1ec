package dev.millrace.streaming;

import dev.millrace.rdd.RDD;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a list that grows, a limited number of its records in each batch. What was not needed any more when this reader was made is
 * gone: it must not ask for it.
 */
public final class LedgerStream extends RangeInputDStream<Object, Slice> {
    private final List<Object> ledger;
    private final int most;
    private final int partitions;
    private final NavigableMap<Long, Slice> read = new TreeMap<>();
    private final AtomicLong unneeded;
    private final long gone;
    private long next;

    /**
     * @param most records in a batch, at most
     * @param unneeded how many of the records nobody needs any more, as far as all readers have said
     */
    public LedgerStream(StreamingContext context, List<Object> ledger, AtomicLong unneeded, int most, int partitions) {
        super(context);
        this.ledger = ledger;
        this.unneeded = unneeded;
        this.gone = unneeded.get();
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
        if (range.count() > 0 && range.from() < gone) {
            throw new IllegalStateException(range + " was read again, and nobody needs what is before " + gone);
        }
        return context()
                .millraceContext()
                .parallelize(ledger.subList((int) range.from(), (int) range.to()), partitions);
    }

    @Override
    protected void completed(Time batch) {
        long last = batch.minus(rememberDuration()).milliseconds();
        read.headMap(last, true).values().forEach(range -> unneeded.accumulateAndGet(range.to(), Math::max));
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
