package dev.millrace.streaming;

import dev.millrace.rdd.RDD;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Data sets that the program puts into a queue; the range of a batch are their numbers in the order of the queue. */
final class QueueInputDStream<T> extends RangeInputDStream<T, QueueInputDStream.Elements> {
    /** The elements from {@code from} (inclusive) to {@code to} (exclusive). */
    record Elements(long from, long to) implements java.io.Serializable {}

    private final Queue<RDD<T>> queue;
    private final boolean oneAtATime;
    private final @Nullable RDD<T> defaultRDD;
    private final TreeMap<Long, RDD<T>> taken = new TreeMap<>();
    private long next;

    QueueInputDStream(StreamingContext context, Queue<RDD<T>> queue, boolean oneAtATime, @Nullable RDD<T> defaultRDD) {
        super(context);
        this.queue = queue;
        this.oneAtATime = oneAtATime;
        this.defaultRDD = defaultRDD;
    }

    @Override
    protected Elements nextRange(Time batch) {
        List<RDD<T>> found = new ArrayList<>();
        synchronized (queue) {
            RDD<T> rdd = queue.poll();
            while (rdd != null) {
                found.add(rdd);
                rdd = oneAtATime ? null : queue.poll();
            }
        }
        synchronized (taken) {
            long from = next;
            for (RDD<T> rdd : found) {
                taken.put(next++, rdd);
            }
            return new Elements(from, next);
        }
    }

    @Override
    protected RDD<T> read(Time batch, Elements range) {
        if (range.from() == range.to()) {
            return defaultRDD == null ? context().millraceContext().emptyRDD() : defaultRDD;
        }
        synchronized (taken) {
            return context()
                    .millraceContext()
                    .union(new ArrayList<>(
                            taken.subMap(range.from(), range.to()).values()));
        }
    }

    @Override
    protected void forget(Time batch, Elements range) {
        synchronized (taken) {
            taken.headMap(range.to()).clear();
        }
    }
}
