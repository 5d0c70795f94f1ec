package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.CollectSink;
import dev.millrace.execution.Flow;
import dev.millrace.execution.FlowIterator;
import dev.millrace.execution.IteratorFlow;
import dev.millrace.execution.RecordChunk;
import dev.millrace.execution.Rethrow;
import dev.millrace.execution.Sink;
import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.function.VoidFunction;
import dev.millrace.serializer.ClosureCheck;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A data set that is immutable, split into partitions and recomputable: it knows
 *
 * <ul>
 *   <li>its partitions,
 *   <li>how to compute each of them ({@link #compute}),
 *   <li>the data sets that it is computed from ({@link #dependencies}),
 *   <li>how its keys are partitioned, if they are ({@link #partitioner}),
 *   <li>on which executors a partition is cheapest to compute ({@link #preferredLocations}).
 * </ul>
 *
 * <p>Operations return a new data set and compute nothing; actions (count, collect, …) run a job. The engine's own
 * operations push records through fused loops; a subclass of a user needs {@link #compute} and {@link #getPartitions}
 * alone. Data sets are made and used on the driver and are thread-safe there; executors get copies, one for each thread.
 * Functions live as long as the plan of their stage: one instance serves the tasks of one thread, one after the other.
 */
public abstract class RDD<T> implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicLong IDS = new AtomicLong();

    private final transient MillraceContext context;
    private final long id = IDS.getAndIncrement();
    private volatile StorageLevel storageLevel = StorageLevel.NONE;
    private transient volatile Partition @Nullable [] partitions;
    private transient volatile @Nullable String name;

    protected RDD(MillraceContext context) {
        this.context = context;
    }

    // The contract

    /**
     * Called on the driver: once for a data set without dependencies; for others again when a job is planned again, as
     * their partitions may hold those of the data sets that they are computed from.
     */
    protected abstract Partition[] getPartitions();

    /** The elements of a partition; called on the executor. */
    public abstract Iterator<T> compute(Partition partition, TaskContext task) throws Exception;

    /** The data sets that this one is computed from; none for a source. */
    public List<Dependency<?>> dependencies() {
        return List.of();
    }

    public Optional<Partitioner> partitioner() {
        return Optional.empty();
    }

    /** Names of executors, best first; none when it does not matter. */
    public List<String> preferredLocations(Partition partition) {
        return List.of();
    }

    /**
     * What the code of this data set depends on besides its partitions; null, the default, when that cannot be said.
     *
     * <p>The code of a stage is sent to the executors once and found again by what it depends on. Data sets of one class
     * whose keys are equal must differ in nothing but what {@link #getPartitions} returns: executors compute the partitions
     * of each with {@link #compute} of the first. A source that makes a data set for every batch should have a key, or its
     * code is sent anew with every batch. {@code List.of()} says that the class and its partitions are all there is.
     */
    protected @Nullable Object planKey() {
        return null;
    }

    // What the engine's operations refine

    /** Pushes a partition into {@code sink}; by default what {@link #compute} returns. */
    Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        return new IteratorFlow<>(compute(partition, task), sink);
    }

    /** Computes a partition as a whole, to be kept. */
    Chunk materialize(Partition partition, TaskContext task) throws Exception {
        CollectSink<T> sink = new CollectSink<>();
        Flow.drain(open(partition, task, sink), sink);
        return sink.toChunk();
    }

    /** What makes this operation the same as that of another batch; for a user's own operation {@link #planKey} says it. */
    void key(PlanKey key) {
        Object own = planKey();
        if (own == null) {
            key.same(this);
        } else {
            key.value(getClass()).value(own);
        }
    }

    /** Kept data sets other than this and its dependencies that its tasks read. */
    List<RDD<?>> alsoReads() {
        return List.of();
    }

    /** Whether the one of the next batch is made of what is kept of this one. */
    boolean isVersion() {
        return false;
    }

    /** Received blocks that a partition is made of. */
    List<BlockId> received(Partition partition) {
        return List.of();
    }

    /** Called before a job is planned again because something that was kept is lost. */
    void replan() {}

    /** The data set of the lineage that this object stands for. */
    RDD<T> node() {
        return this;
    }

    // What the scheduler uses

    /** The partitions, in order of their index. */
    public final Partition[] partitions() {
        RDD<T> node = node();
        Partition[] known = node.partitions;
        if (known == null) {
            synchronized (node) {
                known = node.partitions;
                if (known == null) {
                    known = node.getPartitions();
                    node.partitions = known;
                }
            }
        }
        return known;
    }

    /** No new job reads what was kept of it, so that it has no use for what it was made from. */
    void notKept() {}

    /** For a data set that is to decide anew how it is computed. */
    final void forgetPartitions() {
        synchronized (this) {
            partitions = null;
        }
    }

    /**
     * Forgets how the partitions were to be computed, because something that was kept is lost. A source keeps its
     * partitions: asked again it could name other data (files that have grown, newer offsets), part of which the job has
     * results of already.
     */
    public final void planAgain() {
        if (!dependencies().isEmpty() || !alsoReads().isEmpty()) {
            forgetPartitions();
        }
        replan();
    }

    /** Pushes a partition into {@code sink}: from where it is kept if it is, else computed, and then kept if asked for. */
    public final Flow stream(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        if (!storageLevel.isValid()) {
            return open(partition, task, sink);
        }
        return kept(partition, task).open(sink);
    }

    /** A partition of a persisted data set as it is kept. */
    final Chunk kept(Partition partition, TaskContext task) throws Exception {
        if (!storageLevel.isValid()) {
            return materialize(partition, task);
        }
        TaskServices services = task.services();
        BlockId block = new BlockId.OfRDD(services.currentId(id), partition.index());
        Chunk chunk = services.block(block);
        if (chunk == null) {
            chunk = materialize(partition, task);
            services.keep(block, chunk, storageLevel);
        }
        return chunk;
    }

    /** Adds to {@code key} what this data set's part of a plan depends on. */
    public final void describe(PlanKey key) {
        key.value(storageLevel);
        key(key);
        if (partitionedByShuffle()) {
            for (Dependency<?> dependency : dependencies()) {
                if (dependency instanceof ShuffleDependency<?, ?, ?> shuffle) {
                    shuffle.describe(key);
                }
            }
        }
    }

    private boolean partitionedByShuffle() {
        return dependencies().stream().anyMatch(ShuffleDependency.class::isInstance);
    }

    /** Data sets whose kept blocks the tasks of this one read, this one among them. */
    public final List<RDD<?>> keptReads() {
        if (!storageLevel.isValid()) {
            return alsoReads();
        }
        List<RDD<?>> all = new ArrayList<>(alsoReads());
        all.add(this);
        return all;
    }

    /** Whether what is kept of it goes from batch to batch, so that losing it costs more than one batch does. */
    public final boolean isCarried() {
        return isVersion();
    }

    /** Received blocks that the tasks of this one read for a partition. */
    public final List<BlockId> receivedReads(Partition partition) {
        return received(partition);
    }

    public final long id() {
        return node().id;
    }

    /** This data set, for programs that are used to a wrapper around it. */
    public final RDD<T> rdd() {
        return node();
    }

    public final MillraceContext context() {
        return context;
    }

    /** The name given by {@link #setName}, else that of the operation. */
    public final String name() {
        String given = node().name;
        return given != null ? given : node().operation();
    }

    /** The operation, as the user knows it. */
    String operation() {
        String simple = getClass().getSimpleName().replaceFirst("RDD$", "");
        return simple.isEmpty() ? "custom" : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    public RDD<T> setName(String newName) {
        node().name = newName;
        return this;
    }

    public final int getNumPartitions() {
        return partitions().length;
    }

    @Override
    public String toString() {
        return name() + "[" + id() + "]";
    }

    /** The lineage, one data set a line, indented where a shuffle lies between. */
    public final String toDebugString() {
        StringBuilder text = new StringBuilder();
        debug(node(), 0, text);
        return text.toString();
    }

    private static void debug(RDD<?> rdd, int depth, StringBuilder text) {
        text.append("  ".repeat(depth))
                .append("(")
                .append(rdd.getNumPartitions())
                .append(") ")
                .append(rdd)
                .append('\n');
        for (Dependency<?> dependency : rdd.dependencies()) {
            debug(dependency.rdd(), dependency instanceof ShuffleDependency ? depth + 1 : depth, text);
        }
    }

    // Keeping

    public final StorageLevel getStorageLevel() {
        return node().storageLevel;
    }

    /** Keeps the partitions in memory once they are computed. */
    public RDD<T> cache() {
        return persist(StorageLevel.MEMORY_ONLY);
    }

    /**
     * Keeps the partitions as {@code level} says once they are computed.
     *
     * @throws MillraceException when another level has been set before
     */
    public RDD<T> persist(StorageLevel level) {
        RDD<T> node = node();
        if (node.storageLevel.isValid() && !node.storageLevel.equals(level)) {
            throw new MillraceException(
                    ErrorCode.STATE,
                    this + " is persisted at " + node.storageLevel
                            + " already: unpersist it before you set another level");
        }
        node.storageLevel = level;
        return this;
    }

    /** Forgets the partitions that are kept. */
    public RDD<T> unpersist() {
        node().storageLevel = StorageLevel.NONE;
        context.runner().unpersist(id());
        node().notKept();
        return this;
    }

    // Operations

    public <R> RDD<R> map(Function<T, R> function) {
        return new MappedRDD<>(this, context.checked("map", function));
    }

    public RDD<T> filter(Function<T, Boolean> predicate) {
        return new FilteredRDD<>(this, context.checked("filter", predicate));
    }

    public <R> RDD<R> flatMap(FlatMapFunction<T, R> function) {
        return new FlatMappedRDD<>(this, context.checked("flatMap", function));
    }

    public <K, V> PairRDD<K, V> mapToPair(PairFunction<T, K, V> function) {
        return PairRDD.of(new PairMappedRDD<>(this, context.checked("mapToPair", function)));
    }

    public <K, V> PairRDD<K, V> flatMapToPair(PairFlatMapFunction<T, K, V> function) {
        return PairRDD.of(new PairFlatMappedRDD<>(this, context.checked("flatMapToPair", function)));
    }

    public <R> RDD<R> mapPartitions(FlatMapFunction<Iterator<T>, R> function) {
        context.checked("mapPartitions", function);
        return new MapPartitionsRDD<>(this, function, false);
    }

    public <K, V> PairRDD<K, V> mapPartitionsToPair(PairFlatMapFunction<Iterator<T>, K, V> function) {
        context.checked("mapPartitionsToPair", function);
        return PairRDD.of(new MapPartitionsRDD<>(this, MapPartitionsRDD.asFlatMap(function), false));
    }

    /** As {@link #mapPartitions}, with the position of the partition. */
    public <R> RDD<R> mapPartitionsWithIndex(
            Function2<Integer, Iterator<T>, Iterator<R>> function, boolean preservesPartitioning) {
        context.checked("mapPartitionsWithIndex", function);
        return new IndexedMapPartitionsRDD<>(this, function, preservesPartitioning);
    }

    /** Each partition as one list. */
    public RDD<List<T>> glom() {
        return mapPartitions(elements -> {
            List<T> all = new ArrayList<>();
            elements.forEachRemaining(all::add);
            return List.of(all).iterator();
        });
    }

    public RDD<T> union(RDD<T> other) {
        return context.union(List.of(this, other));
    }

    public <K> PairRDD<K, T> keyBy(Function<T, K> function) {
        context.checked("keyBy", function);
        return PairRDD.of(new PairMappedRDD<>(this, new KeyBy<>(function)));
    }

    public <K> PairRDD<K, Iterable<T>> groupBy(Function<T, K> function) {
        return keyBy(function).groupByKey();
    }

    public <K> PairRDD<K, Iterable<T>> groupBy(Function<T, K> function, int numPartitions) {
        return keyBy(function).groupByKey(numPartitions);
    }

    public RDD<T> distinct() {
        return distinct(Math.max(1, getNumPartitions()));
    }

    public RDD<T> distinct(int numPartitions) {
        return mapToPair((T element) -> new Tuple2<>(element, true))
                .reduceByKey((first, second) -> first, numPartitions)
                .keys();
    }

    /** Fewer partitions, each made of several of this data set's, without a shuffle. */
    public RDD<T> coalesce(int numPartitions) {
        return coalesce(numPartitions, false);
    }

    public RDD<T> coalesce(int numPartitions, boolean shuffle) {
        if (numPartitions < 1) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT, "coalesce: expected numPartitions >= 1, found " + numPartitions);
        }
        if (!shuffle) {
            return new CoalescedRDD<>(this, numPartitions);
        }
        PairRDD<Integer, T> dealt =
                PairRDD.of(new IndexedMapPartitionsRDD<>(this, RoundRobin.dealing(numPartitions), false));
        return dealt.partitionBy(new HashPartitioner(numPartitions)).values();
    }

    /** Exactly this many partitions of about equal size, by a shuffle. */
    public RDD<T> repartition(int numPartitions) {
        return coalesce(numPartitions, true);
    }

    /** Sorted by a key of each element; partitions hold ranges in order. */
    public <K extends Comparable<? super K>> RDD<T> sortBy(
            Function<T, K> function, boolean ascending, int numPartitions) {
        return keyBy(function)
                .sortByKey(SerializableOrder.<K>natural(), ascending, numPartitions)
                .values();
    }

    // Actions

    public final List<T> collect() {
        return collectPartitions(allPartitions());
    }

    private List<T> collectPartitions(int[] wanted) {
        RecordChunk[] parts = new RecordChunk[wanted.length];
        context.runJob(this, new Actions.Collect<T>(), wanted, (position, chunk) -> parts[position] = chunk);
        int size = 0;
        for (RecordChunk part : parts) {
            size += part.count();
        }
        List<T> all = new ArrayList<>(size);
        for (RecordChunk part : parts) {
            for (int i = 0; i < part.count(); i++) {
                all.add(cast(part.records()[i]));
            }
        }
        return all;
    }

    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // records may be null
    private static <T> T cast(@Nullable Object record) {
        return (T) record;
    }

    public final long count() {
        long[] total = {0};
        context.runJob(this, new Actions.Count<T>(), (position, count) -> total[0] += count);
        return total[0];
    }

    /**
     * Combines all elements; the function must be associative and commutative.
     *
     * @throws UnsupportedOperationException when there are none
     */
    public final T reduce(Function2<T, T, T> function) {
        context.checked("reduce", function);
        Actions.Folded<T> result = merged(new Actions.Reduce<>(function), function);
        if (!result.isDefined()) {
            throw new UnsupportedOperationException(
                    "reduce of an empty data set: use fold, which has an initial value, or check isEmpty");
        }
        return cast(result.value());
    }

    /** Combines all elements, starting each partition and the total with {@code zero}. */
    public final T fold(T zero, Function2<T, T, T> function) {
        return aggregate(zero, function, function);
    }

    /** Folds each partition, starting with a copy of {@code zero}, and combines what comes out. */
    public final <A> A aggregate(A zero, Function2<A, T, A> fold, Function2<A, A, A> combine) {
        context.checked("aggregate", fold);
        context.checked("aggregate", combine);
        byte[] encoded = FreshCopies.encode(zero);
        List<Actions.@Nullable Folded<A>> parts = inOrder(new Actions.Fold<>(encoded, fold));
        A result = FreshCopies.of(encoded, fold);
        try {
            for (Actions.Folded<A> part : parts) {
                if (part != null) {
                    result = combine.call(result, RDD.<A>cast(part.value()));
                }
            }
        } catch (Exception e) {
            throw Rethrow.unchecked(e);
        }
        return result;
    }

    private Actions.Folded<T> merged(Action<T, Actions.Folded<T>> action, Function2<T, T, T> function) {
        Actions.Folded<T> result = new Actions.Folded<>(false, null);
        try {
            for (Actions.Folded<T> part : inOrder(action)) {
                if (part == null || !part.isDefined()) {
                    continue;
                }
                result = result.isDefined()
                        ? new Actions.Folded<>(
                                true, function.call(RDD.<T>cast(result.value()), RDD.<T>cast(part.value())))
                        : part;
            }
        } catch (Exception e) {
            throw Rethrow.unchecked(e);
        }
        return result;
    }

    /** Results by partition, so that what is combined does not depend on which task was first. */
    private <R> List<@Nullable R> inOrder(Action<T, R> action) {
        int[] wanted = allPartitions();
        @Nullable Object[] results = new @Nullable Object[wanted.length];
        context.runJob(this, action, wanted, (position, result) -> results[position] = result);
        List<@Nullable R> list = new ArrayList<>(results.length);
        for (Object result : results) {
            list.add(RDD.<R>cast(result));
        }
        return list;
    }

    /** The first elements, in the order of the partitions; reads no more partitions than needed. */
    public final List<T> take(int number) {
        List<T> taken = new ArrayList<>();
        int total = getNumPartitions();
        int next = 0;
        int width = 1;
        while (taken.size() < number && next < total) {
            int[] wanted = new int[Math.min(width, total - next)];
            Arrays.setAll(wanted, partitionRange(next));
            List<List<T>> parts = new ArrayList<>();
            wantedTake(number - taken.size(), wanted, parts);
            for (List<T> part : parts) {
                taken.addAll(part.subList(0, Math.min(part.size(), number - taken.size())));
            }
            next += wanted.length;
            width *= 4;
        }
        return taken;
    }

    private void wantedTake(int number, int[] wanted, List<List<T>> parts) {
        for (int i = 0; i < wanted.length; i++) {
            parts.add(List.of());
        }
        context.runJob(this, new Actions.Take<T>(number), wanted, parts::set);
    }

    private static java.util.function.IntUnaryOperator partitionRange(int start) {
        return i -> start + i;
    }

    /** The first element. @throws UnsupportedOperationException when there is none */
    public final T first() {
        List<T> first = take(1);
        if (first.isEmpty()) {
            throw new UnsupportedOperationException("first of an empty data set: check isEmpty before");
        }
        return first.get(0);
    }

    public final boolean isEmpty() {
        return getNumPartitions() == 0 || take(1).isEmpty();
    }

    /** The largest elements, largest first. */
    public final List<T> top(int number, Comparator<? super T> order) {
        List<T> best = new ArrayList<>();
        context.checked("top", order);
        Top<T> largest = new Top<>(number, order);
        context.runJob(this, new Actions.OfIterator<>(largest), (position, part) -> best.addAll(part));
        best.sort(order.reversed());
        return new ArrayList<>(best.subList(0, Math.min(number, best.size())));
    }

    /** How often each value occurs. */
    public final Map<T, Long> countByValue() {
        Map<T, Long> counts = new HashMap<>();
        mapToPair((T element) -> new Tuple2<>(element, 1L))
                .reduceByKey(Long::sum)
                .collect()
                .forEach(pair -> counts.put(pair._1(), pair._2()));
        return counts;
    }

    /** Calls a function for each element, on the executors. */
    public final void foreach(VoidFunction<T> function) {
        context.checked("foreach", function);
        context.runJob(this, new Actions.Foreach<>(function), (position, done) -> {});
    }

    /** Calls a function once for each partition, on the executors. */
    public final void foreachPartition(VoidFunction<Iterator<T>> function) {
        context.checked("foreachPartition", function);
        context.runJob(this, new Actions.ForeachPartition<>(function), (position, done) -> {});
    }

    /**
     * Writes one file {@code part-NNNNN} for each partition, one line (UTF-8) for each element, an empty {@code _SUCCESS} and a
     * hidden manifest. The directory appears when all of it is complete. It is made by the driver and written by executors,
     * so all of them must have the file system.
     *
     * <p>In a batch of a stream with a checkpoint, a directory that an earlier run of the same batch wrote stays as it is when
     * it has the same records, and is replaced when it has not.
     *
     * @param directory path or {@code file:} URI
     * @throws MillraceException when the directory exists and is not of an earlier run of the same batch
     */
    public final void saveAsTextFile(String directory) {
        FileOutput.save("saveAsTextFile", this, directory, FileForm.TEXT, null);
    }

    /**
     * As {@link #saveAsTextFile(String)}, compressed.
     *
     * @param codec such as {@link GzipCodec}
     */
    public final void saveAsTextFile(String directory, Class<? extends CompressionCodec> codec) {
        FileOutput.save("saveAsTextFile", this, directory, FileForm.TEXT, codec);
    }

    /**
     * As {@link #saveAsTextFile(String)}, with the elements as objects, for {@link MillraceContext#objectFile(String)}. Data of
     * classes that only Java serialization can write is refused: a later version of the program could not read it.
     */
    public final void saveAsObjectFile(String directory) {
        FileOutput.save("saveAsObjectFile", this, directory, FileForm.OBJECT, null);
    }

    /**
     * As {@link #saveAsObjectFile(String)}, compressed.
     *
     * @param codec such as {@link GzipCodec}
     */
    public final void saveAsObjectFile(String directory, Class<? extends CompressionCodec> codec) {
        FileOutput.save("saveAsObjectFile", this, directory, FileForm.OBJECT, codec);
    }

    final int[] allPartitions() {
        int[] all = new int[getNumPartitions()];
        Arrays.setAll(all, partitionRange(0));
        return all;
    }

    /** Pulls a partition, for a user's own {@link #compute} that reads a parent. */
    public final Iterator<T> iterator(Partition partition, TaskContext task) throws Exception {
        return new FlowIterator<>(sink -> node().stream(partition, task, sink));
    }

    static void requireSerializable(Object function, String operation) {
        ClosureCheck.check(function, operation);
    }
}
