package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data set of keys with values, with the operations that need keys. Keys need {@code equals} and {@code hashCode} that
 * give the same on every JVM; arrays are refused. An operation without a number of partitions or a partitioner keeps the
 * parent's partitioner if there is one, else hashes into as many partitions as the largest parent has (or
 * {@code millrace.default.parallelism}, when set).
 */
public final class PairRDD<K, V> extends RDD<Tuple2<K, V>> {
    private static final long serialVersionUID = 1L;

    private final RDD<Tuple2<K, V>> node;

    private PairRDD(RDD<Tuple2<K, V>> node) {
        super(node.context());
        this.node = node;
    }

    /** The keyed view of a data set of pairs. */
    public static <K, V> PairRDD<K, V> of(RDD<Tuple2<K, V>> rdd) {
        return rdd instanceof PairRDD<K, V> pairs ? pairs : new PairRDD<>(rdd.node());
    }

    // A view: everything about lineage is the node's.

    @Override
    RDD<Tuple2<K, V>> node() {
        return node;
    }

    @Override
    protected Partition[] getPartitions() {
        return node.partitions();
    }

    @Override
    public Iterator<Tuple2<K, V>> compute(Partition partition, TaskContext task) throws Exception {
        return node.compute(partition, task);
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<Tuple2<K, V>> sink) throws Exception {
        return node.stream(partition, task, sink);
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return node.dependencies();
    }

    @Override
    public Optional<Partitioner> partitioner() {
        return node.partitioner();
    }

    @Override
    public List<String> preferredLocations(Partition partition) {
        return node.preferredLocations(partition);
    }

    // Operations of RDD that keep the keys

    @Override
    public PairRDD<K, V> setName(String newName) {
        super.setName(newName);
        return this;
    }

    @Override
    public PairRDD<K, V> cache() {
        super.cache();
        return this;
    }

    @Override
    public PairRDD<K, V> persist(StorageLevel level) {
        super.persist(level);
        return this;
    }

    @Override
    public PairRDD<K, V> unpersist() {
        super.unpersist();
        return this;
    }

    @Override
    public PairRDD<K, V> filter(Function<Tuple2<K, V>, Boolean> predicate) {
        return of(node.filter(predicate));
    }

    @Override
    public PairRDD<K, V> union(RDD<Tuple2<K, V>> other) {
        return of(node.union(other));
    }

    @Override
    public PairRDD<K, V> distinct() {
        return of(node.distinct());
    }

    @Override
    public PairRDD<K, V> distinct(int numPartitions) {
        return of(node.distinct(numPartitions));
    }

    @Override
    public PairRDD<K, V> coalesce(int numPartitions) {
        return of(node.coalesce(numPartitions));
    }

    @Override
    public PairRDD<K, V> coalesce(int numPartitions, boolean shuffle) {
        return of(node.coalesce(numPartitions, shuffle));
    }

    @Override
    public PairRDD<K, V> repartition(int numPartitions) {
        return of(node.repartition(numPartitions));
    }

    // Keys and values

    public RDD<K> keys() {
        return new KeysRDD<>(node);
    }

    public RDD<V> values() {
        return new ValuesRDD<>(node);
    }

    public <R> PairRDD<K, R> mapValues(Function<V, R> function) {
        return of(new MappedValuesRDD<K, V, R>(node, context().checked("mapValues", function)));
    }

    public <R> PairRDD<K, R> flatMapValues(FlatMapFunction<V, R> function) {
        return of(new FlatMappedValuesRDD<K, V, R>(node, context().checked("flatMapValues", function)));
    }

    /** The same elements, each in the partition of its key. */
    public PairRDD<K, V> partitionBy(Partitioner partitioner) {
        if (partitioner().equals(Optional.of(partitioner))) {
            return this;
        }
        return of(new ShuffledRDD<K, V, V>("partitionBy", node, partitioner, null, null));
    }

    // By key

    /** Reduces the values of each key; the function must be associative and commutative, and not change its arguments. */
    public PairRDD<K, V> reduceByKey(Function2<V, V, V> function) {
        return reduceByKey(defaultPartitioner(), function);
    }

    public PairRDD<K, V> reduceByKey(Function2<V, V, V> function, int numPartitions) {
        return reduceByKey(new HashPartitioner(numPartitions), function);
    }

    public PairRDD<K, V> reduceByKey(Partitioner partitioner, Function2<V, V, V> function) {
        context().checked("reduceByKey", function);
        return combine("reduceByKey", partitioner, Aggregator.reducing(function));
    }

    /** All values of each key; a value each is sent, so prefer {@link #reduceByKey} where values can be combined. */
    public PairRDD<K, Iterable<V>> groupByKey() {
        return groupByKey(defaultPartitioner());
    }

    public PairRDD<K, Iterable<V>> groupByKey(int numPartitions) {
        return groupByKey(new HashPartitioner(numPartitions));
    }

    public PairRDD<K, Iterable<V>> groupByKey(Partitioner partitioner) {
        return combine("groupByKey", partitioner, Grouping.<V>aggregator());
    }

    public <C> PairRDD<K, C> combineByKey(
            Function<V, C> createCombiner, Function2<C, V, C> mergeValue, Function2<C, C, C> mergeCombiners) {
        return combineByKey(createCombiner, mergeValue, mergeCombiners, defaultPartitioner());
    }

    public <C> PairRDD<K, C> combineByKey(
            Function<V, C> createCombiner,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            int numPartitions) {
        return combineByKey(createCombiner, mergeValue, mergeCombiners, new HashPartitioner(numPartitions));
    }

    public <C> PairRDD<K, C> combineByKey(
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
    public <C> PairRDD<K, C> combineByKey(
            Function<V, C> createCombiner,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            Partitioner partitioner,
            boolean mapSideCombine) {
        context().checked("combineByKey", createCombiner);
        context().checked("combineByKey", mergeValue);
        context().checked("combineByKey", mergeCombiners);
        return combine(
                "combineByKey",
                partitioner,
                new Aggregator<>(createCombiner, mergeValue, mergeCombiners, mapSideCombine, true));
    }

    public <U> PairRDD<K, U> aggregateByKey(U zero, Function2<U, V, U> fold, Function2<U, U, U> combine) {
        return aggregateByKey(zero, defaultPartitioner(), fold, combine);
    }

    public <U> PairRDD<K, U> aggregateByKey(
            U zero, int numPartitions, Function2<U, V, U> fold, Function2<U, U, U> combine) {
        return aggregateByKey(zero, new HashPartitioner(numPartitions), fold, combine);
    }

    /** Folds the values of each key, starting with a copy of {@code zero}; the functions may change their first argument. */
    public <U> PairRDD<K, U> aggregateByKey(
            U zero, Partitioner partitioner, Function2<U, V, U> fold, Function2<U, U, U> combine) {
        context().checked("aggregateByKey", fold);
        context().checked("aggregateByKey", combine);
        byte[] encoded = FreshCopies.encode(zero);
        FirstFold<V, U> create = new FirstFold<>(encoded, fold);
        return combine("aggregateByKey", partitioner, new Aggregator<>(create, fold, combine, true, true));
    }

    public PairRDD<K, V> foldByKey(V zero, Function2<V, V, V> function) {
        return aggregateByKey(zero, function, function);
    }

    private <C> PairRDD<K, C> combine(String operation, Partitioner partitioner, Aggregator<V, C> aggregator) {
        if (partitioner().equals(Optional.of(partitioner))) {
            return of(new CombinedRDD<>(List.of(node), aggregator));
        }
        return of(new ShuffledRDD<K, V, C>(operation, node, partitioner, aggregator, null));
    }

    // Joins

    public <W> PairRDD<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(PairRDD<K, W> other) {
        return cogroup(other, defaultPartitioner(other));
    }

    public <W> PairRDD<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(PairRDD<K, W> other, int numPartitions) {
        return cogroup(other, new HashPartitioner(numPartitions));
    }

    /** For each key of either data set, its values in both. */
    @SuppressWarnings("unchecked")
    public <W> PairRDD<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(PairRDD<K, W> other, Partitioner partitioner) {
        return of(new CoGroupedRDD<K>(List.of(node, other.node()), partitioner))
                .mapValues(lists -> new Tuple2<>((Iterable<V>) lists[0], (Iterable<W>) lists[1]));
    }

    public <W> PairRDD<K, Tuple2<V, W>> join(PairRDD<K, W> other) {
        return join(other, defaultPartitioner(other));
    }

    public <W> PairRDD<K, Tuple2<V, W>> join(PairRDD<K, W> other, int numPartitions) {
        return join(other, new HashPartitioner(numPartitions));
    }

    /** Each value here with each value there of the same key. */
    public <W> PairRDD<K, Tuple2<V, W>> join(PairRDD<K, W> other, Partitioner partitioner) {
        return cogroup(other, partitioner).flatMapValues(groups -> Joins.inner(groups._1(), groups._2()));
    }

    public <W> PairRDD<K, Tuple2<V, Optional<W>>> leftOuterJoin(PairRDD<K, W> other) {
        return leftOuterJoin(other, defaultPartitioner(other));
    }

    public <W> PairRDD<K, Tuple2<V, Optional<W>>> leftOuterJoin(PairRDD<K, W> other, int numPartitions) {
        return leftOuterJoin(other, new HashPartitioner(numPartitions));
    }

    public <W> PairRDD<K, Tuple2<V, Optional<W>>> leftOuterJoin(PairRDD<K, W> other, Partitioner partitioner) {
        return cogroup(other, partitioner).flatMapValues(groups -> Joins.left(groups._1(), groups._2()));
    }

    public <W> PairRDD<K, Tuple2<Optional<V>, W>> rightOuterJoin(PairRDD<K, W> other) {
        return rightOuterJoin(other, defaultPartitioner(other));
    }

    public <W> PairRDD<K, Tuple2<Optional<V>, W>> rightOuterJoin(PairRDD<K, W> other, int numPartitions) {
        return rightOuterJoin(other, new HashPartitioner(numPartitions));
    }

    public <W> PairRDD<K, Tuple2<Optional<V>, W>> rightOuterJoin(PairRDD<K, W> other, Partitioner partitioner) {
        return cogroup(other, partitioner).flatMapValues(groups -> Joins.right(groups._1(), groups._2()));
    }

    public <W> PairRDD<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(PairRDD<K, W> other) {
        return fullOuterJoin(other, defaultPartitioner(other));
    }

    public <W> PairRDD<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(PairRDD<K, W> other, int numPartitions) {
        return fullOuterJoin(other, new HashPartitioner(numPartitions));
    }

    public <W> PairRDD<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
            PairRDD<K, W> other, Partitioner partitioner) {
        return cogroup(other, partitioner).flatMapValues(groups -> Joins.full(groups._1(), groups._2()));
    }

    /** The elements whose key the other data set does not have. */
    public <W> PairRDD<K, V> subtractByKey(PairRDD<K, W> other) {
        return cogroup(other).flatMapValues(groups -> Joins.unmatched(groups._1(), groups._2()));
    }

    // Sorting

    /** Sorted by key in its natural order. */
    public PairRDD<K, V> sortByKey() {
        return sortByKey(true);
    }

    public PairRDD<K, V> sortByKey(boolean ascending) {
        return sortByKey(SerializableOrder.<K>natural(), ascending);
    }

    public PairRDD<K, V> sortByKey(boolean ascending, int numPartitions) {
        return sortByKey(SerializableOrder.<K>natural(), ascending, numPartitions);
    }

    public PairRDD<K, V> sortByKey(Comparator<? super K> order) {
        return sortByKey(order, true);
    }

    public PairRDD<K, V> sortByKey(Comparator<? super K> order, boolean ascending) {
        return sortByKey(order, ascending, context().parallelismOr(getNumPartitions()));
    }

    /** Sorted by key: each partition, and the partitions in their order. Runs a job that samples the keys. */
    public PairRDD<K, V> sortByKey(Comparator<? super K> order, boolean ascending, int numPartitions) {
        context().checked("sortByKey", order);
        RangePartitioner<K> ranges = RangePartitioner.of(numPartitions, this, order, ascending);
        Comparator<? super K> within = ascending ? order : new Descending<>(order);
        return of(new ShuffledRDD<K, V, V>("sortByKey", node, ranges, null, within));
    }

    // Actions

    /** The elements as a map; of a key that occurs more than once, one of the values. */
    public Map<K, V> collectAsMap() {
        Map<K, V> map = new HashMap<>();
        collect().forEach(pair -> map.put(pair._1(), pair._2()));
        return map;
    }

    /** How many elements each key has. */
    public Map<K, Long> countByKey() {
        return mapValues(value -> 1L).reduceByKey(Long::sum).collectAsMap();
    }

    /** The values of one key. */
    public List<V> lookup(K key) {
        List<V> found = new ArrayList<>();
        filter(new HasKey<>(key)).collect().forEach(pair -> found.add(pair._2()));
        return found;
    }

    // Partitioners

    private Partitioner defaultPartitioner() {
        return partitioner().orElseGet(() -> new HashPartitioner(context().parallelismOr(getNumPartitions())));
    }

    private Partitioner defaultPartitioner(PairRDD<?, ?> other) {
        return partitioner()
                .or(other::partitioner)
                .orElseGet(() -> new HashPartitioner(
                        context().parallelismOr(Math.max(getNumPartitions(), other.getNumPartitions()))));
    }
}
