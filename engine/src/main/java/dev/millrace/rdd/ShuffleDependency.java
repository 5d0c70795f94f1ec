package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.CombiningSink;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.RoutingSink;
import dev.millrace.execution.Sink;
import dev.millrace.function.Tuple2;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Each partition of the child needs records of all partitions of the parent: those whose key the partitioner puts there.
 * The boundary between two stages.
 */
public final class ShuffleDependency<K, V, C> extends Dependency<Tuple2<K, V>> {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger IDS = new AtomicInteger();

    private final transient RDD<Tuple2<K, V>> rdd;
    private final int shuffleId = IDS.getAndIncrement();
    private final Partitioner partitioner;
    private final @Nullable Aggregator<V, C> aggregator;
    private final @Nullable Comparator<? super K> ordering;

    ShuffleDependency(
            RDD<Tuple2<K, V>> rdd,
            Partitioner partitioner,
            @Nullable Aggregator<V, C> aggregator,
            @Nullable Comparator<? super K> ordering) {
        this.rdd = rdd.node();
        this.partitioner = partitioner;
        this.aggregator = aggregator;
        this.ordering = ordering;
        rdd.context().shuffleCreated(this);
    }

    @Override
    public RDD<Tuple2<K, V>> rdd() {
        return rdd;
    }

    public int shuffleId() {
        return shuffleId;
    }

    public Partitioner partitioner() {
        return partitioner;
    }

    @Nullable
    Aggregator<V, C> aggregator() {
        return aggregator;
    }

    @Nullable
    Comparator<? super K> ordering() {
        return ordering;
    }

    /** What a sending task writes into, and where it then finds one chunk for each partition of the child. */
    public record Writer<K, V>(Sink<Tuple2<K, V>> sink, Supplier<Chunk[]> chunks) {}

    /** What the sending tasks need to know and the plan of their stage does not say; null when that says all. */
    public @Nullable Object argument() {
        return partitioner.argument();
    }

    /**
     * Opens the sending side of the shuffle for one task.
     *
     * @param argument what {@link #argument} says of the shuffle that is sent to: this one is that of the plan
     */
    public Writer<K, V> openWriter(Chain chain, @Nullable Object argument) {
        Partitioner actual = argument == null ? partitioner : partitioner.with(argument);
        if (aggregator == null || !aggregator.mapSide()) {
            RoutingSink<K, V> sink = new RoutingSink<>(actual);
            return new Writer<>(sink, sink::chunks);
        }
        FlatTable[] tables = new FlatTable[actual.numPartitions()];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new FlatTable(64);
        }
        CombiningSink<K, V> sink = chain.combine(aggregator.create(), aggregator.mergeValue(), actual, tables);
        return new Writer<>(sink, sink::tables);
    }

    /** Adds to {@code key} what the sending and the receiving side depend on. */
    public void describe(PlanKey key) {
        partitioner.key(key);
        key.function(ordering);
        if (aggregator != null) {
            aggregator.key(key);
        }
    }
}
