package dev.millrace.testing;

import dev.millrace.rdd.RDD;
import dev.millrace.streaming.RangeInputDStream;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.Time;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A stream that a test feeds: the records that were added since the batch before make the next batch, in that order, spread
 * evenly over the partitions. Made by {@link StreamTestDriver#input}. Thread-safe.
 */
public final class TestInput<T> extends RangeInputDStream<T, TestInput.Records> {
    /** The records from number {@code from} (inclusive) to {@code to} (exclusive), of all that were ever added. */
    public record Records(long from, long to) implements Serializable {}

    private final int numPartitions;
    private final TreeMap<Long, List<T>> batches = new TreeMap<>();
    private List<T> added = new ArrayList<>();
    private long taken;

    TestInput(StreamingContext context, int numPartitions) {
        super(context);
        this.numPartitions = numPartitions;
    }

    /** Adds records to the next batch. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final TestInput<T> add(T... records) {
        return addAll(Arrays.asList(records));
    }

    /** Adds records to the next batch. */
    public synchronized TestInput<T> addAll(Collection<? extends T> records) {
        added.addAll(records);
        return this;
    }

    @Override
    protected synchronized Records nextRange(Time batch) {
        Records range = new Records(taken, taken + added.size());
        batches.put(range.from(), added);
        taken = range.to();
        added = new ArrayList<>();
        return range;
    }

    @Override
    protected long count(Records range) {
        return range.to() - range.from();
    }

    @Override
    protected synchronized RDD<T> read(Time batch, Records range) {
        List<T> records = range.from() == range.to() ? List.of() : batches.getOrDefault(range.from(), List.of());
        return context().millraceContext().parallelize(records, numPartitions);
    }

    @Override
    protected synchronized void forget(Time batch, Records range) {
        batches.headMap(range.to()).clear();
    }
}
