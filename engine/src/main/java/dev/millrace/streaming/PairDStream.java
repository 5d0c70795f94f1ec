package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import dev.millrace.function.VoidFunction;
import dev.millrace.function.VoidFunction2;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.Partitioner;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream of keys with values, with the operations that need keys. It is a view of a stream of pairs, as {@link PairRDD}
 * is of a data set. An operation without a number of partitions or a partitioner hashes into
 * {@link dev.millrace.rdd.MillraceContext#defaultParallelism} partitions.
 */
public final class PairDStream<K, V> extends DStream<Tuple2<K, V>> {
    private final DStream<Tuple2<K, V>> node;

    private PairDStream(DStream<Tuple2<K, V>> node) {
        super(node);
        this.node = node;
    }

    /** The keyed view of a stream of pairs. */
    public static <K, V> PairDStream<K, V> of(DStream<Tuple2<K, V>> stream) {
        return stream instanceof PairDStream<K, V> pairs ? pairs : new PairDStream<>(stream.node());
    }

    // A view: everything about the graph is the node's.

    @Override
    DStream<Tuple2<K, V>> node() {
        return node;
    }

    @Override
    public Duration slideDuration() {
        return node.slideDuration();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return node.dependencies();
    }

    @Override
    public Optional<RDD<Tuple2<K, V>>> compute(Time validTime) {
        return node.compute(validTime).map(PairRDD::of);
    }

    // Operations of DStream that keep the keys

    @Override
    public PairDStream<K, V> uid(String name) {
        super.uid(name);
        return this;
    }

    @Override
    public PairDStream<K, V> cache() {
        super.cache();
        return this;
    }

    @Override
    public PairDStream<K, V> persist() {
        super.persist();
        return this;
    }

    @Override
    public PairDStream<K, V> persist(StorageLevel level) {
        super.persist(level);
        return this;
    }

    @Override
    public PairDStream<K, V> filter(Function<Tuple2<K, V>, Boolean> predicate) {
        return of(node.filter(predicate));
    }

    @Override
    public PairDStream<K, V> repartition(int numPartitions) {
        return of(node.repartition(numPartitions));
    }

    @Override
    public PairDStream<K, V> union(DStream<Tuple2<K, V>> other) {
        return of(node.union(other));
    }

    @Override
    public PairDStream<K, V> window(Duration windowDuration) {
        return of(node.window(windowDuration));
    }

    @Override
    public PairDStream<K, V> window(Duration windowDuration, Duration slideDuration) {
        return of(node.window(windowDuration, slideDuration));
    }

    // Whole data sets, as pairs

    /** As {@link #transformToPair(Function)}, for a function that needs the keys of the data set. */
    public <K2, V2> PairDStream<K2, V2> transformPairs(Function<PairRDD<K, V>, PairRDD<K2, V2>> function) {
        Functions.require("transformPairs", function);
        return transformToPair((RDD<Tuple2<K, V>> rdd) -> function.call(PairRDD.of(rdd)));
    }

    /** As {@link #transformToPair(Function2)}, for a function that needs the keys of the data set. */
    public <K2, V2> PairDStream<K2, V2> transformPairs(Function2<PairRDD<K, V>, Time, PairRDD<K2, V2>> function) {
        Functions.require("transformPairs", function);
        return transformToPair((RDD<Tuple2<K, V>> rdd, Time time) -> function.call(PairRDD.of(rdd), time));
    }

    /** As {@link #foreachRDD(VoidFunction)}, for a function that needs the keys of the data set. */
    public void foreachPairRDD(VoidFunction<PairRDD<K, V>> function) {
        Functions.require("foreachPairRDD", function);
        output("foreachPairRDD", (rdd, time) -> function.call(PairRDD.of(rdd)));
    }

    /** As {@link #foreachRDD(VoidFunction2)}, for a function that needs the keys of the data set. */
    public void foreachPairRDD(VoidFunction2<PairRDD<K, V>, Time> function) {
        Functions.require("foreachPairRDD", function);
        output("foreachPairRDD", (rdd, time) -> function.call(PairRDD.of(rdd), time));
    }

    // Keys and values

    public DStream<K> keys() {
        return new DerivedDStream<>("keys", node, rdd -> PairRDD.of(rdd).keys());
    }

    public DStream<V> values() {
        return new DerivedDStream<>("values", node, rdd -> PairRDD.of(rdd).values());
    }

    public <R> PairDStream<K, R> mapValues(Function<V, R> function) {
        Functions.requireSerializable("mapValues", function);
        return each("mapValues", pairs -> pairs.mapValues(function));
    }

    public <R> PairDStream<K, R> flatMapValues(FlatMapFunction<V, R> function) {
        Functions.requireSerializable("flatMapValues", function);
        return each("flatMapValues", pairs -> pairs.flatMapValues(function));
    }

    private <K2, V2> PairDStream<K2, V2> each(String operation, Function<PairRDD<K, V>, PairRDD<K2, V2>> perBatch) {
        return of(new DerivedDStream<>(operation, node, rdd -> perBatch.call(PairRDD.of(rdd))));
    }

    // State by key, from batch to batch

    /**
     * A state for each key, which {@code update} makes anew in every batch from the values that came for the key and its state
     * before. It is called for every key that has a state, whether or not something came; one for which it returns nothing has
     * no state any more. It must not change the state that it is given.
     */
    public <S> PairDStream<K, S> updateStateByKey(Function2<List<V>, Optional<S>, Optional<S>> update) {
        return updateStateByKey(update, defaultPartitioner());
    }

    public <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> update, int numPartitions) {
        return updateStateByKey(update, new HashPartitioner(numPartitions));
    }

    public <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> update, Partitioner partitioner) {
        return updateStateByKey(update, partitioner, null);
    }

    /**
     * As {@link #updateStateByKey(Function2)}.
     *
     * @param initialRDD the states to begin with; it has no effect in a job that goes on from a checkpoint
     */
    public <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> update,
            Partitioner partitioner,
            @Nullable PairRDD<K, S> initialRDD) {
        Functions.requireSerializable("updateStateByKey", update);
        return of(new StateDStream<>("updateStateByKey", node, partitioner, new UpdateByKey<>(update), initialRDD));
    }

    /**
     * What a function gives out for each value, which it is given with the state of the key, and may change that. Costs what
     * came, not what there is.
     */
    @SuppressWarnings("unchecked") // a state without a timeout is kept as it is
    public <S, M> MapWithStateDStream<K, V, S, M> mapWithState(StateSpec<K, V, S, M> spec) {
        Duration timeout = spec.timeout();
        long timeoutMillis = timeout == null ? 0 : timeout.milliseconds();
        if (timeout != null && timeoutMillis < 1) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "mapWithState: expected a timeout of at least 1 ms, found " + timeout.prettyPrint());
        }
        Partitioner partitioner = spec.partitioner();
        PairRDD<K, S> initial = spec.initialState();
        PairRDD<K, Object> kept = null;
        if (initial != null) {
            long now = context().clock().millis();
            kept = timeout == null
                    ? (PairRDD<K, Object>) (PairRDD<?, ?>) initial
                    : initial.mapValues(state -> (Object) new Tuple2<>(state, now));
        }
        return new MapWithStateDStream<>(
                new StateDStream<>(
                        "mapWithState",
                        node,
                        partitioner == null ? defaultPartitioner() : partitioner,
                        new MapWithState<>(spec.function(), timeoutMillis),
                        kept),
                timeout != null);
    }

    // By key, within each batch

    /** Reduces the values of each key; the function must be associative and commutative, and not change its arguments. */
    public PairDStream<K, V> reduceByKey(Function2<V, V, V> function) {
        return reduceByKey(function, defaultPartitioner());
    }

    public PairDStream<K, V> reduceByKey(Function2<V, V, V> function, int numPartitions) {
        return reduceByKey(function, new HashPartitioner(numPartitions));
    }

    public PairDStream<K, V> reduceByKey(Function2<V, V, V> function, Partitioner partitioner) {
        Functions.requireSerializable("reduceByKey", function);
        return each("reduceByKey", pairs -> pairs.reduceByKey(partitioner, function));
    }

    /** All values of each key; prefer {@link #reduceByKey} where values can be combined. */
    public PairDStream<K, Iterable<V>> groupByKey() {
        return groupByKey(defaultPartitioner());
    }

    public PairDStream<K, Iterable<V>> groupByKey(int numPartitions) {
        return groupByKey(new HashPartitioner(numPartitions));
    }

    public PairDStream<K, Iterable<V>> groupByKey(Partitioner partitioner) {
        return each("groupByKey", pairs -> pairs.groupByKey(partitioner));
    }

    public <C> PairDStream<K, C> combineByKey(
            Function<V, C> createCombiner,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            Partitioner partitioner) {
        return combineByKey(createCombiner, mergeValue, mergeCombiners, partitioner, true);
    }

    /**
     * Combines the values of each key; the functions may change and return their first argument.
     *
     * @param mapSideCombine whether values are combined before they are sent too
     */
    public <C> PairDStream<K, C> combineByKey(
            Function<V, C> createCombiner,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            Partitioner partitioner,
            boolean mapSideCombine) {
        Functions.requireSerializable("combineByKey", createCombiner);
        Functions.requireSerializable("combineByKey", mergeValue);
        Functions.requireSerializable("combineByKey", mergeCombiners);
        return each(
                "combineByKey",
                pairs -> pairs.combineByKey(createCombiner, mergeValue, mergeCombiners, partitioner, mapSideCombine));
    }

    // By key, of two streams

    public <W> PairDStream<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(PairDStream<K, W> other) {
        return cogroup(other, defaultPartitioner());
    }

    public <W> PairDStream<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(PairDStream<K, W> other, int numPartitions) {
        return cogroup(other, new HashPartitioner(numPartitions));
    }

    /** For each key of either data set of a batch, its values in both. */
    public <W> PairDStream<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(
            PairDStream<K, W> other, Partitioner partitioner) {
        return with("cogroup", other, (here, there) -> here.cogroup(there, partitioner));
    }

    public <W> PairDStream<K, Tuple2<V, W>> join(PairDStream<K, W> other) {
        return join(other, defaultPartitioner());
    }

    public <W> PairDStream<K, Tuple2<V, W>> join(PairDStream<K, W> other, int numPartitions) {
        return join(other, new HashPartitioner(numPartitions));
    }

    /** Each value here with each value there of the same key and batch. */
    public <W> PairDStream<K, Tuple2<V, W>> join(PairDStream<K, W> other, Partitioner partitioner) {
        return with("join", other, (here, there) -> here.join(there, partitioner));
    }

    public <W> PairDStream<K, Tuple2<V, Optional<W>>> leftOuterJoin(PairDStream<K, W> other) {
        return leftOuterJoin(other, defaultPartitioner());
    }

    public <W> PairDStream<K, Tuple2<V, Optional<W>>> leftOuterJoin(PairDStream<K, W> other, int numPartitions) {
        return leftOuterJoin(other, new HashPartitioner(numPartitions));
    }

    public <W> PairDStream<K, Tuple2<V, Optional<W>>> leftOuterJoin(PairDStream<K, W> other, Partitioner partitioner) {
        return with("leftOuterJoin", other, (here, there) -> here.leftOuterJoin(there, partitioner));
    }

    public <W> PairDStream<K, Tuple2<Optional<V>, W>> rightOuterJoin(PairDStream<K, W> other) {
        return rightOuterJoin(other, defaultPartitioner());
    }

    public <W> PairDStream<K, Tuple2<Optional<V>, W>> rightOuterJoin(PairDStream<K, W> other, int numPartitions) {
        return rightOuterJoin(other, new HashPartitioner(numPartitions));
    }

    public <W> PairDStream<K, Tuple2<Optional<V>, W>> rightOuterJoin(PairDStream<K, W> other, Partitioner partitioner) {
        return with("rightOuterJoin", other, (here, there) -> here.rightOuterJoin(there, partitioner));
    }

    public <W> PairDStream<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(PairDStream<K, W> other) {
        return fullOuterJoin(other, defaultPartitioner());
    }

    public <W> PairDStream<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
            PairDStream<K, W> other, int numPartitions) {
        return fullOuterJoin(other, new HashPartitioner(numPartitions));
    }

    public <W> PairDStream<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
            PairDStream<K, W> other, Partitioner partitioner) {
        return with("fullOuterJoin", other, (here, there) -> here.fullOuterJoin(there, partitioner));
    }

    private <W, R> PairDStream<K, R> with(
            String operation, PairDStream<K, W> other, Function2<PairRDD<K, V>, PairRDD<K, W>, PairRDD<K, R>> both) {
        return of(new TransformedDStream<>(
                operation,
                context(),
                List.of(this, other),
                (rdds, time) -> both.call(
                        PairRDD.of(TransformedDStream.<Tuple2<K, V>>at(rdds, 0)),
                        PairRDD.of(TransformedDStream.<Tuple2<K, W>>at(rdds, 1)))));
    }

    // By key, over windows

    public PairDStream<K, Iterable<V>> groupByKeyAndWindow(Duration windowDuration) {
        return groupByKeyAndWindow(windowDuration, slideDuration());
    }

    public PairDStream<K, Iterable<V>> groupByKeyAndWindow(Duration windowDuration, Duration slideDuration) {
        return groupByKeyAndWindow(windowDuration, slideDuration, defaultPartitioner());
    }

    public PairDStream<K, Iterable<V>> groupByKeyAndWindow(
            Duration windowDuration, Duration slideDuration, int numPartitions) {
        return groupByKeyAndWindow(windowDuration, slideDuration, new HashPartitioner(numPartitions));
    }

    /** All values of each key in each window. Each batch is sent and grouped once; the windows share that. */
    public PairDStream<K, Iterable<V>> groupByKeyAndWindow(
            Duration windowDuration, Duration slideDuration, Partitioner partitioner) {
        return WindowedReductions.groups(node, windowDuration, slideDuration, partitioner);
    }

    public PairDStream<K, V> reduceByKeyAndWindow(Function2<V, V, V> reduce, Duration windowDuration) {
        return reduceByKeyAndWindow(reduce, windowDuration, slideDuration());
    }

    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduce, Duration windowDuration, Duration slideDuration) {
        return reduceByKeyAndWindow(reduce, windowDuration, slideDuration, defaultPartitioner());
    }

    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduce, Duration windowDuration, Duration slideDuration, int numPartitions) {
        return reduceByKeyAndWindow(reduce, windowDuration, slideDuration, new HashPartitioner(numPartitions));
    }

    /**
     * Reduces the values of each key in each window. Each batch is reduced once; a slide then costs a few combinations of
     * what is reduced, on average, however long the window is.
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduce, Duration windowDuration, Duration slideDuration, Partitioner partitioner) {
        Functions.requireSerializable("reduceByKeyAndWindow", reduce);
        return WindowedReductions.reduced(node, reduce, windowDuration, slideDuration, partitioner);
    }

    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduce, Function2<V, V, V> inverse, Duration windowDuration, Duration slideDuration) {
        return reduceByKeyAndWindow(reduce, inverse, windowDuration, slideDuration, defaultPartitioner(), null);
    }

    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            Duration windowDuration,
            Duration slideDuration,
            int numPartitions,
            @Nullable Function<Tuple2<K, V>, Boolean> filter) {
        return reduceByKeyAndWindow(
                reduce, inverse, windowDuration, slideDuration, new HashPartitioner(numPartitions), filter);
    }

    /**
     * Reduces the values of each key in each window, made from the window before: what entered is reduced in, what left is
     * taken out, so that {@code inverse(reduce(a, b), b)} must equal {@code a}. Keys whose values have all left
     * may stay, with what the inverse function makes of them: give a {@code filter} that drops them.
     *
     * @param filter which keys stay, such as those whose count is not 0; null when all do
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            Duration windowDuration,
            Duration slideDuration,
            Partitioner partitioner,
            @Nullable Function<Tuple2<K, V>, Boolean> filter) {
        Functions.requireSerializable("reduceByKeyAndWindow", reduce);
        Functions.requireSerializable("reduceByKeyAndWindow", inverse);
        if (filter != null) {
            Functions.requireSerializable("reduceByKeyAndWindow", filter);
        }
        return WindowedReductions.sliding(node, reduce, inverse, windowDuration, slideDuration, partitioner, filter);
    }

    private Partitioner defaultPartitioner() {
        return new HashPartitioner(context().defaultParallelism());
    }
}
