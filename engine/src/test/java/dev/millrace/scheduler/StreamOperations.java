package dev.millrace.scheduler;

import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.GzipCodec;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.rdd.Partitioner;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.State;
import dev.millrace.streaming.StateSpec;
import dev.millrace.streaming.Time;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Each operation of a stream, over batches of a second. */
final class StreamOperations {
    /** Applies an operation; what is a stream is collected by the caller. */
    interface Operation {
        Object apply(Input input);
    }

    /**
     * What operations are applied to.
     *
     * @param target where files go
     */
    record Input(
            DStream<Integer> numbers,
            PairDStream<String, Integer> pairs,
            PairDStream<String, Integer> others,
            String target) {}

    /** Public methods that are no operations: they ask, name, or are for the engine. */
    static final Set<String> OTHERS = Set.of(
            "DStream.compute(Time)",
            "DStream.context()",
            "DStream.dependencies()",
            "DStream.slice(Time, Time)",
            "DStream.slideDuration()",
            "DStream.uid()",
            "DStream.uid(String)",
            "PairDStream.compute(Time)",
            "PairDStream.dependencies()",
            "PairDStream.slideDuration()",
            "PairDStream.uid(String)");

    private static final Partitioner HASH = new HashPartitioner(3);
    private static final Duration LONG = Durations.seconds(4);
    private static final Duration SLIDE = Durations.seconds(1);
    private static final Duration JUMP = Durations.seconds(2);
    private static final Function<Integer, Integer> NEXT = value -> value + 1;
    private static final Function<Integer, Boolean> SMALL = value -> value < 1_000;
    private static final Function<Tuple2<String, Integer>, Boolean> KEPT = pair -> pair._2() < 1_000;
    /** Whether anything is left of a sum: each key has numbers above zero. */
    private static final Function<Tuple2<String, Integer>, Boolean> LEFT = pair -> pair._2() != 0;

    private static final FlatMapFunction<Integer, Integer> TWICE =
            value -> List.of(value, value).iterator();
    private static final PairFunction<Integer, String, Integer> PAIR = value -> new Tuple2<>("k" + value % 3, value);
    private static final PairFlatMapFunction<Integer, String, Integer> PAIRS =
            value -> List.of(new Tuple2<>("k" + value % 3, value)).iterator();
    private static final FlatMapFunction<Iterator<Integer>, Integer> ALL = values -> values;
    private static final PairFlatMapFunction<Iterator<Integer>, String, Integer> KEYED_ALL = values -> {
        List<Tuple2<String, Integer>> all = new ArrayList<>();
        values.forEachRemaining(value -> all.add(new Tuple2<>("k" + value % 3, value)));
        return all.iterator();
    };
    private static final Function2<Integer, Integer, Integer> ADD = Integer::sum;
    private static final Function2<Integer, Integer, Integer> SUBTRACT = (total, gone) -> total - gone;

    private static final Function2<List<Integer>, Optional<Integer>, Optional<Integer>> KEEP_SUM = (values, sum) ->
            Optional.of(sum.orElse(0) + values.stream().mapToInt(value -> value).sum());

    static final Map<String, Operation> TABLE = new TreeMap<>();

    static {
        ofStreams();
        windows();
        transformations();
        outputs();
        ofPairs();
        joins();
        windowsOfPairs();
        states();
    }

    private StreamOperations() {}

    private static void states() {
        TABLE.put("PairDStream.updateStateByKey(Function2)", in -> in.pairs().updateStateByKey(KEEP_SUM));
        TABLE.put(
                "PairDStream.updateStateByKey(Function2, int)", in -> in.pairs().updateStateByKey(KEEP_SUM, 3));
        TABLE.put(
                "PairDStream.updateStateByKey(Function2, Partitioner)",
                in -> in.pairs().updateStateByKey(KEEP_SUM, HASH));
        TABLE.put(
                "PairDStream.updateStateByKey(Function2, Partitioner, PairRDD)",
                in -> in.pairs()
                        .updateStateByKey(
                                KEEP_SUM,
                                HASH,
                                in.pairs()
                                        .context()
                                        .millraceContext()
                                        .parallelizePairs(List.of(new Tuple2<>("k0", 5)))));
        TABLE.put(
                "PairDStream.mapWithState(StateSpec)",
                in -> in.pairs()
                        .mapWithState(StateSpec.function(
                                        (String key, Optional<Integer> value, State<Integer> state) -> {
                                            if (!state.isTimingOut()) {
                                                state.update(state.getOption().orElse(0) + value.orElse(0));
                                            }
                                            return key;
                                        })
                                .timeout(LONG)));
    }

    private static void ofStreams() {
        TABLE.put("DStream.cache()", in -> in.numbers().cache());
        TABLE.put("DStream.persist()", in -> in.numbers().persist());
        TABLE.put("DStream.persist(StorageLevel)", in -> in.numbers().persist(StorageLevel.MEMORY_ONLY_SER));
        TABLE.put("DStream.map(Function)", in -> in.numbers().map(NEXT));
        TABLE.put("DStream.filter(Function)", in -> in.numbers().filter(SMALL));
        TABLE.put("DStream.flatMap(FlatMapFunction)", in -> in.numbers().flatMap(TWICE));
        TABLE.put("DStream.mapToPair(PairFunction)", in -> in.numbers().mapToPair(PAIR));
        TABLE.put(
                "DStream.flatMapToPair(PairFlatMapFunction)", in -> in.numbers().flatMapToPair(PAIRS));
        TABLE.put("DStream.mapPartitions(FlatMapFunction)", in -> in.numbers().mapPartitions(ALL));
        TABLE.put(
                "DStream.mapPartitionsToPair(PairFlatMapFunction)",
                in -> in.numbers().mapPartitionsToPair(KEYED_ALL));
        TABLE.put("DStream.glom()", in -> in.numbers().glom());
        TABLE.put("DStream.repartition(int)", in -> in.numbers().repartition(3));
        TABLE.put(
                "DStream.union(DStream)", in -> in.numbers().union(in.numbers().map(NEXT)));
        TABLE.put("DStream.count()", in -> in.numbers().count());
        TABLE.put("DStream.reduce(Function2)", in -> in.numbers().reduce(ADD));
        TABLE.put("DStream.countByValue()", in -> in.numbers().countByValue());
        TABLE.put("DStream.countByValue(int)", in -> in.numbers().countByValue(3));
    }

    private static void windows() {
        TABLE.put("DStream.window(Duration)", in -> in.numbers().window(LONG));
        TABLE.put("DStream.window(Duration, Duration)", in -> in.numbers().window(LONG, JUMP));
        TABLE.put(
                "DStream.reduceByWindow(Function2, Duration, Duration)",
                in -> in.numbers().reduceByWindow(ADD, LONG, SLIDE));
        TABLE.put(
                "DStream.reduceByWindow(Function2, Function2, Duration, Duration)",
                in -> in.numbers().reduceByWindow(ADD, SUBTRACT, LONG, SLIDE));
        TABLE.put(
                "DStream.countByWindow(Duration, Duration)", in -> in.numbers().countByWindow(LONG, SLIDE));
        TABLE.put(
                "DStream.countByValueAndWindow(Duration, Duration)",
                in -> in.numbers().countByValueAndWindow(LONG, SLIDE));
        TABLE.put(
                "DStream.countByValueAndWindow(Duration, Duration, int)",
                in -> in.numbers().countByValueAndWindow(LONG, SLIDE, 3));
    }

    /** What they do with a data set is the business of {@link DataSetOperations}. */
    private static void transformations() {
        TABLE.put("DStream.transform(Function)", in -> in.numbers().transform((RDD<Integer> rdd) -> rdd.map(NEXT)));
        TABLE.put(
                "DStream.transform(Function2)",
                in -> in.numbers().transform((RDD<Integer> rdd, Time time) -> rdd.sortBy(NEXT, true, 3)));
        TABLE.put(
                "DStream.transformToPair(Function)",
                in -> in.numbers().transformToPair((RDD<Integer> rdd) -> rdd.keyBy(NEXT)));
        TABLE.put(
                "DStream.transformToPair(Function2)",
                in -> in.numbers().transformToPair((RDD<Integer> rdd, Time time) -> rdd.groupBy(NEXT)));
        TABLE.put(
                "DStream.transformWith(DStream, Function2)",
                in -> in.numbers()
                        .<Tuple2<String, Integer>, Integer>transformWith(in.pairs(), (here, there) -> here.map(NEXT)));
        TABLE.put(
                "DStream.transformWith(DStream, Function3)",
                in -> in.numbers()
                        .<Tuple2<String, Integer>, Integer>transformWith(
                                in.pairs(), (here, there, time) -> here.map(NEXT)));
        TABLE.put(
                "DStream.transformWithToPair(DStream, Function2)",
                in -> in.numbers()
                        .<Tuple2<String, Integer>, String, Integer>transformWithToPair(
                                in.pairs(), (here, there) -> here.mapToPair(PAIR)));
        TABLE.put(
                "DStream.transformWithToPair(DStream, Function3)",
                in -> in.numbers()
                        .<Tuple2<String, Integer>, String, Integer>transformWithToPair(
                                in.pairs(), (here, there, time) -> here.mapToPair(PAIR)));
        TABLE.put(
                "PairDStream.transformPairs(Function)",
                in -> in.pairs().transformPairs(rdd -> rdd.aggregateByKey(0, ADD, ADD)));
        TABLE.put(
                "PairDStream.transformPairs(Function2)",
                in -> in.pairs().transformPairs((rdd, time) -> rdd.sortByKey(false)));
    }

    private static void outputs() {
        TABLE.put(
                "DStream.foreachRDD(VoidFunction)",
                in -> done(() -> in.numbers()
                        .foreachRDD((RDD<Integer> rdd) -> rdd.top(3, java.util.Comparator.naturalOrder()))));
        TABLE.put(
                "DStream.foreachRDD(VoidFunction2)",
                in -> done(() -> in.numbers().foreachRDD((RDD<Integer> rdd, Time time) -> rdd.take(3))));
        TABLE.put("DStream.print()", in -> done(() -> in.numbers().print()));
        TABLE.put("DStream.print(int)", in -> done(() -> in.numbers().print(2)));
        TABLE.put(
                "DStream.saveAsTextFiles(String, String)",
                in -> done(() -> in.numbers().saveAsTextFiles(in.target(), "txt")));
        TABLE.put(
                "DStream.saveAsTextFiles(String)", in -> done(() -> in.numbers().saveAsTextFiles(in.target())));
        TABLE.put(
                "DStream.saveAsTextFiles(String, String, Class)",
                in -> done(() -> in.numbers().saveAsTextFiles(in.target(), "txt", GzipCodec.class)));
        TABLE.put(
                "DStream.saveAsObjectFiles(String)",
                in -> done(() -> in.numbers().saveAsObjectFiles(in.target())));
        TABLE.put(
                "DStream.saveAsObjectFiles(String, String)",
                in -> done(() -> in.numbers().saveAsObjectFiles(in.target(), "obj")));
        TABLE.put(
                "DStream.saveAsObjectFiles(String, String, Class)",
                in -> done(() -> in.numbers().saveAsObjectFiles(in.target(), "obj", GzipCodec.class)));
        TABLE.put(
                "PairDStream.foreachPairRDD(VoidFunction)",
                in -> done(() -> in.pairs().foreachPairRDD(rdd -> rdd.collectAsMap())));
        TABLE.put(
                "PairDStream.foreachPairRDD(VoidFunction2)",
                in -> done(() -> in.pairs().foreachPairRDD((rdd, time) -> rdd.countByKey())));
    }

    private static Object done(Runnable output) {
        output.run();
        return true;
    }

    private static void ofPairs() {
        TABLE.put("PairDStream.of(DStream)", in -> PairDStream.of(in.pairs()));
        TABLE.put("PairDStream.cache()", in -> in.pairs().cache());
        TABLE.put("PairDStream.persist()", in -> in.pairs().persist());
        TABLE.put("PairDStream.persist(StorageLevel)", in -> in.pairs().persist(StorageLevel.MEMORY_ONLY_SER));
        TABLE.put("PairDStream.filter(Function)", in -> in.pairs().filter(KEPT));
        TABLE.put("PairDStream.repartition(int)", in -> in.pairs().repartition(3));
        TABLE.put("PairDStream.union(DStream)", in -> in.pairs().union(in.others()));
        TABLE.put("PairDStream.keys()", in -> in.pairs().keys());
        TABLE.put("PairDStream.values()", in -> in.pairs().values());
        TABLE.put("PairDStream.mapValues(Function)", in -> in.pairs().mapValues(NEXT));
        TABLE.put("PairDStream.flatMapValues(FlatMapFunction)", in -> in.pairs().flatMapValues(TWICE));
        TABLE.put("PairDStream.reduceByKey(Function2)", in -> in.pairs().reduceByKey(ADD));
        TABLE.put("PairDStream.reduceByKey(Function2, int)", in -> in.pairs().reduceByKey(ADD, 3));
        TABLE.put(
                "PairDStream.reduceByKey(Function2, Partitioner)",
                in -> in.pairs().reduceByKey(ADD, HASH));
        TABLE.put("PairDStream.groupByKey()", in -> in.pairs().groupByKey());
        TABLE.put("PairDStream.groupByKey(int)", in -> in.pairs().groupByKey(3));
        TABLE.put("PairDStream.groupByKey(Partitioner)", in -> in.pairs().groupByKey(HASH));
        TABLE.put(
                "PairDStream.combineByKey(Function, Function2, Function2, Partitioner)",
                in -> in.pairs().combineByKey(NEXT, ADD, ADD, HASH));
        TABLE.put(
                "PairDStream.combineByKey(Function, Function2, Function2, Partitioner, boolean)",
                in -> in.pairs().combineByKey(NEXT, ADD, ADD, HASH, false));
    }

    private static void joins() {
        TABLE.put("PairDStream.cogroup(PairDStream)", in -> in.pairs().cogroup(in.others()));
        TABLE.put("PairDStream.cogroup(PairDStream, int)", in -> in.pairs().cogroup(in.others(), 3));
        TABLE.put(
                "PairDStream.cogroup(PairDStream, Partitioner)",
                in -> in.pairs().cogroup(in.others(), HASH));
        TABLE.put("PairDStream.join(PairDStream)", in -> in.pairs().join(in.others()));
        TABLE.put("PairDStream.join(PairDStream, int)", in -> in.pairs().join(in.others(), 3));
        TABLE.put("PairDStream.join(PairDStream, Partitioner)", in -> in.pairs().join(in.others(), HASH));
        TABLE.put("PairDStream.leftOuterJoin(PairDStream)", in -> in.pairs().leftOuterJoin(in.others()));
        TABLE.put(
                "PairDStream.leftOuterJoin(PairDStream, int)", in -> in.pairs().leftOuterJoin(in.others(), 3));
        TABLE.put(
                "PairDStream.leftOuterJoin(PairDStream, Partitioner)",
                in -> in.pairs().leftOuterJoin(in.others(), HASH));
        TABLE.put("PairDStream.rightOuterJoin(PairDStream)", in -> in.pairs().rightOuterJoin(in.others()));
        TABLE.put(
                "PairDStream.rightOuterJoin(PairDStream, int)", in -> in.pairs().rightOuterJoin(in.others(), 3));
        TABLE.put(
                "PairDStream.rightOuterJoin(PairDStream, Partitioner)",
                in -> in.pairs().rightOuterJoin(in.others(), HASH));
        TABLE.put("PairDStream.fullOuterJoin(PairDStream)", in -> in.pairs().fullOuterJoin(in.others()));
        TABLE.put(
                "PairDStream.fullOuterJoin(PairDStream, int)", in -> in.pairs().fullOuterJoin(in.others(), 3));
        TABLE.put(
                "PairDStream.fullOuterJoin(PairDStream, Partitioner)",
                in -> in.pairs().fullOuterJoin(in.others(), HASH));
    }

    private static void windowsOfPairs() {
        TABLE.put("PairDStream.window(Duration)", in -> in.pairs().window(LONG));
        TABLE.put("PairDStream.window(Duration, Duration)", in -> in.pairs().window(LONG, JUMP));
        TABLE.put("PairDStream.groupByKeyAndWindow(Duration)", in -> in.pairs().groupByKeyAndWindow(LONG));
        TABLE.put(
                "PairDStream.groupByKeyAndWindow(Duration, Duration)",
                in -> in.pairs().groupByKeyAndWindow(LONG, JUMP));
        TABLE.put(
                "PairDStream.groupByKeyAndWindow(Duration, Duration, int)",
                in -> in.pairs().groupByKeyAndWindow(LONG, SLIDE, 3));
        TABLE.put(
                "PairDStream.groupByKeyAndWindow(Duration, Duration, Partitioner)",
                in -> in.pairs().groupByKeyAndWindow(LONG, SLIDE, HASH));
        TABLE.put(
                "PairDStream.reduceByKeyAndWindow(Function2, Duration)",
                in -> in.pairs().reduceByKeyAndWindow(ADD, LONG));
        TABLE.put(
                "PairDStream.reduceByKeyAndWindow(Function2, Duration, Duration)",
                in -> in.pairs().reduceByKeyAndWindow(ADD, LONG, JUMP));
        TABLE.put(
                "PairDStream.reduceByKeyAndWindow(Function2, Duration, Duration, int)",
                in -> in.pairs().reduceByKeyAndWindow(ADD, JUMP, JUMP, 3));
        TABLE.put(
                "PairDStream.reduceByKeyAndWindow(Function2, Duration, Duration, Partitioner)",
                in -> in.pairs().reduceByKeyAndWindow(ADD, LONG, SLIDE, HASH));
        TABLE.put(
                "PairDStream.reduceByKeyAndWindow(Function2, Function2, Duration, Duration)",
                in -> in.pairs().reduceByKeyAndWindow(ADD, SUBTRACT, LONG, SLIDE));
        TABLE.put(
                "PairDStream.reduceByKeyAndWindow(Function2, Function2, Duration, Duration, int, Function)",
                in -> in.pairs().reduceByKeyAndWindow(ADD, SUBTRACT, LONG, JUMP, 3, LEFT));
        TABLE.put(
                "PairDStream.reduceByKeyAndWindow(Function2, Function2, Duration, Duration, Partitioner, Function)",
                in -> in.pairs().reduceByKeyAndWindow(ADD, SUBTRACT, JUMP, JUMP, HASH, LEFT));
    }
}
