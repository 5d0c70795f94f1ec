package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Function3;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.function.VoidFunction;
import dev.millrace.function.VoidFunction2;
import dev.millrace.rdd.CompressionCodec;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream: an endless sequence of data sets, one for each {@link #slideDuration}. It knows
 *
 * <ul>
 *   <li>how far its data sets are apart,
 *   <li>the streams that it is computed from ({@link #dependencies}),
 *   <li>how to make the data set that ends at a given time ({@link #compute}).
 * </ul>
 *
 * <pre>
 *   lines               |  RDD at 1 s  |  RDD at 2 s  |  RDD at 3 s  | ...
 *   lines.map(f)        |   .map(f)    |   .map(f)    |   .map(f)    | ...
 *                    zero time                 '- of the records that arrived from 1 s to 2 s
 * </pre>
 *
 * <p>Operations define another stream; outputs ({@link #foreachRDD}, {@link #print}, {@link #saveAsTextFiles}) make things
 * happen. Both are called before the context starts, by one thread. Functions that work on records are sent to executors
 * and must be serializable, which is checked here and now; functions that work on whole data sets ({@link #transform},
 * {@link #foreachRDD}) run on the driver, once a batch.
 */
public abstract class DStream<T> {
    private final StreamingContext context;
    private final Generations<T> generations = new Generations<>();
    private final int position;
    private @Nullable String uid;
    private @Nullable String derivedUid;

    /** What the program names when it names this stream; null for this stream alone. */
    private @Nullable DStream<?> named;

    private Duration rememberDuration = new Duration(0);
    private @Nullable Time zeroTime;

    /** @throws MillraceException when the context has started already */
    protected DStream(StreamingContext context) {
        this.context = context;
        context.requireDefinable("a new stream");
        this.position = context.graph().add(this);
    }

    /** A view of another stream. */
    DStream(DStream<T> node) {
        this.context = node.context();
        this.position = node.position;
    }

    // The contract

    /** Time between two data sets; a multiple of the batch interval. */
    public abstract Duration slideDuration();

    /** The streams that this one is computed from; none for an input. */
    public abstract List<DStream<?>> dependencies();

    /**
     * Makes the data set that ends at {@code validTime}; empty when there is none. Called once for each time, on the driver,
     * unless the data set is asked for again after it was forgotten.
     */
    public abstract Optional<RDD<T>> compute(Time validTime);

    /** The stream that this object stands for. */
    DStream<T> node() {
        return this;
    }

    /** How long a parent must remember its data sets so that those of this stream can be made. */
    Duration parentRememberDuration() {
        return rememberDuration;
    }

    /** The operation, as the user knows it. */
    String name() {
        String simple = getClass().getSimpleName().replaceFirst("(Input)?DStream$", "");
        return simple.isEmpty() ? "custom" : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    // The life of a batch

    final void initialize(Time zero, Duration remembered) {
        zeroTime = zero;
        rememberDuration = rememberDuration.max(slideDuration()).max(remembered);
        for (DStream<?> parent : dependencies()) {
            DStream<?> node = parent.node();
            node.rememberDuration = node.rememberDuration.max(parentRememberDuration());
        }
    }

    /** The data set that ends at {@code time}; empty when there is none at that time. */
    final Optional<RDD<T>> getOrCompute(Time time) {
        DStream<T> node = node();
        if (!node.isTimeValid(time)) {
            return Optional.empty();
        }
        synchronized (node.generations) {
            Optional<RDD<T>> known = node.generations.get(time);
            if (known.isPresent()) {
                return known;
            }
            Optional<RDD<T>> made = node.compute(time);
            made.ifPresent(rdd -> node.generations.put(time, rdd));
            return made;
        }
    }

    /** The data set that ends at {@code time}, if it is remembered. */
    final Optional<RDD<T>> remembered(Time time) {
        return node().generations.get(time);
    }

    private boolean isTimeValid(Time time) {
        Time zero = zeroTime;
        if (zero == null) {
            throw new MillraceException(
                    ErrorCode.STATE,
                    this + " has no data sets: the context has not been started, or no output needs this stream");
        }
        return time.greater(zero) && time.minus(zero).isMultipleOf(slideDuration());
    }

    /** Start of the first batch. */
    final Time zeroTime() {
        Time zero = node().zeroTime;
        if (zero == null) {
            throw new MillraceException(ErrorCode.STATE, this + ": the context has not been started");
        }
        return zero;
    }

    /** Forgets what no batch after {@code time} needs. */
    void release(Time time) {
        generations.release(time.minus(rememberDuration));
    }

    /** Forgets everything, as there will be no further batch. */
    void releaseAll() {
        release(new Time(Long.MAX_VALUE));
    }

    final Duration rememberDuration() {
        return node().rememberDuration;
    }

    final int position() {
        return position;
    }

    // What a user may set and ask

    public final StreamingContext context() {
        return context;
    }

    /**
     * Names this operation for checkpoints and messages. What a checkpoint holds for a name is found again by an operation
     * of that name, wherever it stands in the changed program; without a name, its kind and its number among the operations of that kind make one.
     */
    public DStream<T> uid(String name) {
        if (name.isBlank()) {
            throw new MillraceException(ErrorCode.ARGUMENT, "uid: expected a name, found \"" + name + "\"");
        }
        context.requireDefinable("uid");
        DStream<T> node = node();
        if (node.named != null) {
            node.named.uid(name);
            node.uid = name + "/" + node.name();
        } else {
            node.uid = name;
        }
        return this;
    }

    /** The program does not see the operation that this one belongs to: a name of this one is that one's. */
    final DStream<T> naming(DStream<?> operation) {
        node().named = operation.node();
        return this;
    }

    /** The name given by {@link #uid(String)}, else one made of kind and number. */
    public final String uid() {
        return node().name(context.graph());
    }

    private String name(StreamGraph graph) {
        if (uid != null) {
            return uid;
        }
        String derived = derivedUid;
        if (derived == null) {
            derived = name() + "-" + graph.numberAmongItsKind(this);
            derivedUid = derived;
        }
        return derived;
    }

    /** Keeps the data sets in memory once they are computed. */
    public DStream<T> cache() {
        return persist();
    }

    /** Keeps the data sets in memory once they are computed. */
    public DStream<T> persist() {
        return persist(StorageLevel.MEMORY_ONLY);
    }

    /**
     * Keeps the data sets as {@code level} says, once they are computed, until no batch needs them any more.
     *
     * @throws MillraceException when the context has started already
     */
    public DStream<T> persist(StorageLevel level) {
        context.requireDefinable("persist");
        node().keep(level);
        return this;
    }

    void keep(StorageLevel level) {
        generations.persist(level);
    }

    /** Keeps the data sets in memory unless the program has said how to keep them. */
    final void keepUnlessSet() {
        Generations<T> kept = node().generations;
        if (!kept.level().isValid()) {
            kept.persist(StorageLevel.MEMORY_ONLY);
        }
    }

    /** The data sets from {@code fromTime} to {@code toTime}, both inclusive; of those to come, none. */
    public final List<RDD<T>> slice(Time fromTime, Time toTime) {
        if (fromTime.greater(toTime)) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT, "slice: expected fromTime <= toTime, found " + fromTime + " and " + toTime);
        }
        Time zero = zeroTime();
        Duration slide = slideDuration();
        Time first = fromTime.minus(new Duration(1)).floor(slide, zero).plus(slide);
        return slice(Window.batches(first.max(zero).minus(slide), toTime, slide, zero));
    }

    final List<RDD<T>> slice(List<Time> times) {
        List<RDD<T>> rdds = new ArrayList<>(times.size());
        for (Time time : times) {
            getOrCompute(time).ifPresent(rdds::add);
        }
        return rdds;
    }

    @Override
    public String toString() {
        return uid();
    }

    // Operations on records

    public <R> DStream<R> map(Function<T, R> function) {
        return each("map", function, rdd -> rdd.map(function));
    }

    public DStream<T> filter(Function<T, Boolean> predicate) {
        return each("filter", predicate, rdd -> rdd.filter(predicate));
    }

    public <R> DStream<R> flatMap(FlatMapFunction<T, R> function) {
        return each("flatMap", function, rdd -> rdd.flatMap(function));
    }

    public <K, V> PairDStream<K, V> mapToPair(PairFunction<T, K, V> function) {
        return eachToPair("mapToPair", function, rdd -> rdd.mapToPair(function));
    }

    public <K, V> PairDStream<K, V> flatMapToPair(PairFlatMapFunction<T, K, V> function) {
        return eachToPair("flatMapToPair", function, rdd -> rdd.flatMapToPair(function));
    }

    public <R> DStream<R> mapPartitions(FlatMapFunction<Iterator<T>, R> function) {
        return each("mapPartitions", function, rdd -> rdd.mapPartitions(function));
    }

    public <K, V> PairDStream<K, V> mapPartitionsToPair(PairFlatMapFunction<Iterator<T>, K, V> function) {
        return eachToPair("mapPartitionsToPair", function, rdd -> rdd.mapPartitionsToPair(function));
    }

    /** Each partition as one list. */
    public DStream<List<T>> glom() {
        return new DerivedDStream<>("glom", this, RDD::glom);
    }

    /** Data sets of exactly this many partitions, by a shuffle. */
    public DStream<T> repartition(int numPartitions) {
        Functions.requirePositive("repartition", numPartitions);
        return new DerivedDStream<>("repartition", this, rdd -> rdd.repartition(numPartitions));
    }

    /** The records of both streams, which must have the same slide duration. */
    public DStream<T> union(DStream<T> other) {
        return new UnionDStream<>(context, List.of(this, other));
    }

    private <R> DStream<R> each(String operation, @Nullable Object function, Function<RDD<T>, RDD<R>> perBatch) {
        Functions.requireSerializable(operation, function);
        return new DerivedDStream<>(operation, this, perBatch);
    }

    private <K, V> PairDStream<K, V> eachToPair(
            String operation, @Nullable Object function, Function<RDD<T>, RDD<Tuple2<K, V>>> perBatch) {
        return PairDStream.of(each(operation, function, perBatch));
    }

    // Operations that bring together the records of a data set

    /** One record for each data set: how many it has. */
    public DStream<Long> count() {
        return new DerivedDStream<>("count", this, Reductions::count);
    }

    /** At most one record for each data set: its records combined; the function must be associative and commutative. */
    public DStream<T> reduce(Function2<T, T, T> function) {
        Functions.requireSerializable("reduce", function);
        return new DerivedDStream<>("reduce", this, rdd -> Reductions.reduce(rdd, function));
    }

    /** How often each value occurs in each data set. */
    public PairDStream<T, Long> countByValue() {
        return mapToPair(Reductions.<T>one()).reduceByKey(Reductions.SUM);
    }

    public PairDStream<T, Long> countByValue(int numPartitions) {
        return mapToPair(Reductions.<T>one()).reduceByKey(Reductions.SUM, numPartitions);
    }

    // Windows

    /** The records of the last {@code windowDuration}, with each data set of this stream. */
    public DStream<T> window(Duration windowDuration) {
        return window(windowDuration, slideDuration());
    }

    /**
     * The records of the last {@code windowDuration}, every {@code slideDuration}.
     *
     * @throws MillraceException when one of them is no multiple of this stream's slide duration
     */
    public DStream<T> window(Duration windowDuration, Duration slideDuration) {
        return new WindowedDStream<>(this, windowDuration, slideDuration);
    }

    /** All records of a window combined; costs a few combinations a slide, not the whole window. */
    public DStream<T> reduceByWindow(Function2<T, T, T> reduce, Duration windowDuration, Duration slideDuration) {
        PairDStream<Boolean, T> reduced =
                mapToPair(Reductions.<T>underOneKey()).reduceByKeyAndWindow(reduce, windowDuration, slideDuration, 1);
        return reduced.values().naming(reduced);
    }

    /** As the other, made from the window before with what entered reduced in and what left taken out again. */
    public DStream<T> reduceByWindow(
            Function2<T, T, T> reduce, Function2<T, T, T> inverse, Duration windowDuration, Duration slideDuration) {
        PairDStream<Boolean, T> reduced = mapToPair(Reductions.<T>underOneKey())
                .reduceByKeyAndWindow(reduce, inverse, windowDuration, slideDuration, 1, null);
        return reduced.values().naming(reduced);
    }

    /** One record for each window: how many it has. */
    public DStream<Long> countByWindow(Duration windowDuration, Duration slideDuration) {
        return count().reduceByWindow(Reductions.SUM, Reductions.DIFFERENCE, windowDuration, slideDuration);
    }

    /** How often each value occurs in each window. */
    public PairDStream<T, Long> countByValueAndWindow(Duration windowDuration, Duration slideDuration) {
        return countByValueAndWindow(windowDuration, slideDuration, context.defaultParallelism());
    }

    public PairDStream<T, Long> countByValueAndWindow(
            Duration windowDuration, Duration slideDuration, int numPartitions) {
        return mapToPair(Reductions.<T>one())
                .reduceByKeyAndWindow(
                        Reductions.SUM,
                        Reductions.DIFFERENCE,
                        windowDuration,
                        slideDuration,
                        numPartitions,
                        Reductions.occurs());
    }

    // Operations on whole data sets

    /** What {@code function} makes of each data set; it runs on the driver. */
    public <R> DStream<R> transform(Function<RDD<T>, RDD<R>> function) {
        Functions.require("transform", function);
        return new TransformedDStream<>(
                "transform", context, List.of(this), (rdds, time) -> function.call(first(rdds)));
    }

    /** What {@code function} makes of each data set and the time at which it ends; it runs on the driver. */
    public <R> DStream<R> transform(Function2<RDD<T>, Time, RDD<R>> function) {
        Functions.require("transform", function);
        return new TransformedDStream<>(
                "transform", context, List.of(this), (rdds, time) -> function.call(first(rdds), time));
    }

    public <K, V> PairDStream<K, V> transformToPair(Function<RDD<T>, PairRDD<K, V>> function) {
        Functions.require("transformToPair", function);
        return PairDStream.of(new TransformedDStream<>(
                "transform", context, List.of(this), (rdds, time) -> function.call(first(rdds))));
    }

    public <K, V> PairDStream<K, V> transformToPair(Function2<RDD<T>, Time, PairRDD<K, V>> function) {
        Functions.require("transformToPair", function);
        return PairDStream.of(new TransformedDStream<>(
                "transform", context, List.of(this), (rdds, time) -> function.call(first(rdds), time)));
    }

    /** What {@code function} makes of each data set here and that of {@code other} of the same time; on the driver. */
    public <U, R> DStream<R> transformWith(DStream<U> other, Function2<RDD<T>, RDD<U>, RDD<R>> function) {
        Functions.require("transformWith", function);
        return transformWith(other, (here, there, time) -> function.call(here, there));
    }

    /** As {@link #transformWith(DStream, Function2)}, with the time at which the data sets end. */
    public <U, R> DStream<R> transformWith(DStream<U> other, Function3<RDD<T>, RDD<U>, Time, RDD<R>> function) {
        Functions.require("transformWith", function);
        return new TransformedDStream<>(
                "transformWith",
                context,
                List.of(this, other),
                (rdds, time) -> function.call(first(rdds), TransformedDStream.at(rdds, 1), time));
    }

    public <U, K, V> PairDStream<K, V> transformWithToPair(
            DStream<U> other, Function2<RDD<T>, RDD<U>, PairRDD<K, V>> function) {
        Functions.require("transformWithToPair", function);
        return PairDStream.of(
                this.<U, Tuple2<K, V>>transformWith(other, (RDD<T> here, RDD<U> there) -> function.call(here, there)));
    }

    public <U, K, V> PairDStream<K, V> transformWithToPair(
            DStream<U> other, Function3<RDD<T>, RDD<U>, Time, PairRDD<K, V>> function) {
        Functions.require("transformWithToPair", function);
        return PairDStream.of(this.<U, Tuple2<K, V>>transformWith(
                other, (RDD<T> here, RDD<U> there, Time time) -> function.call(here, there, time)));
    }

    private RDD<T> first(List<RDD<?>> rdds) {
        return TransformedDStream.at(rdds, 0);
    }

    // Outputs

    /** Calls {@code function} with each data set, on the driver, in the order of the batches. */
    public final void foreachRDD(VoidFunction<RDD<T>> function) {
        Functions.require("foreachRDD", function);
        output("foreachRDD", (rdd, time) -> function.call(rdd));
    }

    /** Calls {@code function} with each data set and the time at which it ends, on the driver. */
    public final void foreachRDD(VoidFunction2<RDD<T>, Time> function) {
        Functions.require("foreachRDD", function);
        output("foreachRDD", function);
    }

    /** Prints the first ten records of each data set. */
    public final void print() {
        print(10);
    }

    /** Prints the first {@code number} records of each data set to the driver's standard output. */
    public final void print(int number) {
        output("print", new Printing<>(number));
    }

    /** As {@link #saveAsTextFiles(String, String)}, without a suffix. */
    public final void saveAsTextFiles(String prefix) {
        saveAsTextFiles(prefix, "");
    }

    /**
     * Writes each data set as lines of text into a directory {@code prefix-TIME.suffix}, with the time in milliseconds. The
     * directory appears when the whole batch is in it; one batch has one directory, whatever fails, when the context has a
     * checkpoint: {@link RDD#saveAsTextFile(String)}.
     *
     * @param suffix may be empty
     */
    public final void saveAsTextFiles(String prefix, String suffix) {
        output("saveAsTextFiles", (rdd, time) -> rdd.saveAsTextFile(directory(prefix, suffix, time)));
    }

    /** As {@link #saveAsTextFiles(String, String)}, compressed; {@link dev.millrace.rdd.GzipCodec} for one. */
    public final void saveAsTextFiles(String prefix, String suffix, Class<? extends CompressionCodec> codec) {
        output("saveAsTextFiles", (rdd, time) -> rdd.saveAsTextFile(directory(prefix, suffix, time), codec));
    }

    /** As {@link #saveAsObjectFiles(String, String)}, without a suffix. */
    public final void saveAsObjectFiles(String prefix) {
        saveAsObjectFiles(prefix, "");
    }

    /**
     * As {@link #saveAsTextFiles(String, String)}, with the records as objects: {@link RDD#saveAsObjectFile(String)}.
     *
     * @param suffix may be empty
     */
    public final void saveAsObjectFiles(String prefix, String suffix) {
        output("saveAsObjectFiles", (rdd, time) -> rdd.saveAsObjectFile(directory(prefix, suffix, time)));
    }

    /** As {@link #saveAsObjectFiles(String, String)}, compressed. */
    public final void saveAsObjectFiles(String prefix, String suffix, Class<? extends CompressionCodec> codec) {
        output("saveAsObjectFiles", (rdd, time) -> rdd.saveAsObjectFile(directory(prefix, suffix, time), codec));
    }

    private static String directory(String prefix, String suffix, Time time) {
        String start = prefix.isEmpty() ? "" : prefix + "-";
        return start + time.milliseconds() + (suffix.isEmpty() ? "" : "." + suffix);
    }

    final void output(String operation, VoidFunction2<RDD<T>, Time> action) {
        new Output<>(node(), operation, action);
    }
}
