package dev.millrace.execution;

import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.function.VoidFunction;
import org.jspecify.annotations.Nullable;

/** Makes the links of fused chains: the sink of one operation in front of the sink that follows. Thread-safe. */
@SuppressWarnings("unchecked")
public final class Chain {
    private final Specializer specializer;

    public Chain(Specializer specializer) {
        this.specializer = specializer;
    }

    /** What {@code function} makes of numbers, pushed into {@code sink}. */
    public <T> RangeFlow generate(Function<Long, T> function, Sink<T> sink) {
        return specializer.create(RangeFlow.class, GenerateFlow.class, function, sink);
    }

    public <T, R> Sink<T> map(Function<T, R> function, Sink<R> downstream) {
        return specializer.create(Sink.class, MapSink.class, function, downstream);
    }

    public <T> Sink<T> filter(Function<T, Boolean> predicate, Sink<T> downstream) {
        return specializer.create(Sink.class, FilterSink.class, predicate, downstream);
    }

    public <T, R> Sink<T> flatMap(FlatMapFunction<T, R> function, Sink<R> downstream) {
        return specializer.create(Sink.class, FlatMapSink.class, function, downstream);
    }

    public <T, K, V> Sink<T> mapToPair(PairFunction<T, K, V> function, Sink<Tuple2<K, V>> downstream) {
        return specializer.create(Sink.class, PairMapSink.class, function, downstream);
    }

    public <T, K, V> Sink<T> flatMapToPair(PairFlatMapFunction<T, K, V> function, Sink<Tuple2<K, V>> downstream) {
        return specializer.create(Sink.class, PairFlatMapSink.class, function, downstream);
    }

    public <K, V, R> Sink<Tuple2<K, V>> mapValues(Function<V, R> function, Sink<Tuple2<K, R>> downstream) {
        return specializer.create(Sink.class, MapValuesSink.class, function, downstream);
    }

    public <K, V, R> Sink<Tuple2<K, V>> flatMapValues(FlatMapFunction<V, R> function, Sink<Tuple2<K, R>> downstream) {
        return specializer.create(Sink.class, FlatMapValuesSink.class, function, downstream);
    }

    public <K, V> Sink<Tuple2<K, V>> keys(Sink<K> downstream) {
        return specializer.create(Sink.class, KeysSink.class, downstream);
    }

    public <K, V> Sink<Tuple2<K, V>> values(Sink<V> downstream) {
        return specializer.create(Sink.class, ValuesSink.class, downstream);
    }

    public <T> Sink<T> foreach(VoidFunction<T> function) {
        return specializer.create(Sink.class, ForeachSink.class, function);
    }

    public <T> FoldingSink<T, T> reduce(Function2<T, T, T> function) {
        return specializer.create(FoldingSink.class, ReduceSink.class, function);
    }

    public <T, A> FoldingSink<T, A> fold(A zero, Function2<A, T, A> function) {
        return specializer.create(FoldingSink.class, FoldSink.class, function, zero);
    }

    /** Combines by key into {@code tables}, one for each partition. */
    public <K, V, C> CombiningSink<K, V> combine(
            @Nullable Function<V, C> create,
            Function2<C, V, C> combine,
            KeyPartitioner partitioner,
            FlatTable... tables) {
        return specializer.create(CombiningSink.class, CombineSink.class, create, combine, partitioner, tables, false);
    }

    /** Applies {@code combine} to keys that {@code table} has; any other key is an error. */
    public <K, V> CombiningSink<K, V> update(Function2<V, V, V> combine, FlatTable table) {
        return specializer.create(
                CombiningSink.class,
                CombineSink.class,
                null,
                combine,
                SinglePartition.INSTANCE,
                new FlatTable[] {table},
                true);
    }
}
