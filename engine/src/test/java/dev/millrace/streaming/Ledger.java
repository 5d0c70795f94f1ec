package dev.millrace.streaming;

import dev.millrace.rdd.RDD;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A source that outlives its readers: numbers in the order in which they were added. A reader takes all that were added since
 * its last range.
 */
final class Ledger {
    private final List<Long> numbers = new ArrayList<>();
    private long first;

    synchronized void add(long... more) {
        for (long number : more) {
            numbers.add(number);
        }
    }

    /** What has been added so far cannot be read any more. */
    synchronized void expire() {
        first = numbers.size();
    }

    private synchronized long size() {
        return numbers.size();
    }

    private synchronized List<Long> slice(long from, long to) {
        if (from < to && from < first) {
            throw new IllegalStateException("read again: " + from + " to " + to + ", expired: up to " + first);
        }
        return List.copyOf(numbers.subList((int) from, (int) to));
    }

    /** Reads the ledger, each number once. */
    static final class Reader extends RangeInputDStream<Long, Slice> {
        private final Ledger ledger;
        private long next;

        Reader(StreamingContext context, Ledger ledger) {
            super(context);
            this.ledger = ledger;
        }

        @Override
        protected Slice nextRange(Time batch) {
            Slice slice = new Slice(next, ledger.size());
            next = slice.to();
            return slice;
        }

        @Override
        protected RDD<Long> read(Time batch, Slice range) {
            return context().millraceContext().parallelize(ledger.slice(range.from(), range.to()), 2);
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
}
