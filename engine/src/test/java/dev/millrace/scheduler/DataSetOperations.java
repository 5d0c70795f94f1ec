package dev.millrace.scheduler;

import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.function.VoidFunction;
import dev.millrace.rdd.GzipCodec;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.Partitioner;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.RangePartitioner;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.rdd.WindowedReduce;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Each operation of a data set, with functions that are the same objects however often it is applied. */
final class DataSetOperations {
    /** Applies an operation; what is a data set is collected by the caller. */
    interface Operation {
        Object apply(Input input);
    }

    /**
     * What operations are applied to.
     *
     * @param text a text file
     * @param target a directory that is not there yet
     */
    record Input(
            RDD<Integer> numbers,
            PairRDD<String, Integer> pairs,
            PairRDD<String, Integer> others,
            String text,
            String target) {
        MillraceContext context() {
            return numbers.context();
        }
    }

    /** Public methods that are no operations: they ask, name, or are for the engine. */
    static final Set<String> OTHERS = Set.of(
            "RDD.compute(Partition, TaskContext)",
            "RDD.context()",
            "RDD.dependencies()",
            "RDD.describe(PlanKey)",
            "RDD.getNumPartitions()",
            "RDD.getStorageLevel()",
            "RDD.id()",
            "RDD.isCarried()",
            "RDD.iterator(Partition, TaskContext)",
            "RDD.keptReads()",
            "RDD.name()",
            "RDD.partitioner()",
            "RDD.partitions()",
            "RDD.rdd()",
            "RDD.planAgain()",
            "RDD.preferredLocations(Partition)",
            "RDD.receivedReads(Partition)",
            "RDD.stream(Partition, TaskContext, Sink)",
            "RDD.toDebugString()",
            "PairRDD.compute(Partition, TaskContext)",
            "PairRDD.dependencies()",
            "PairRDD.partitioner()",
            "PairRDD.preferredLocations(Partition)",
            "RangePartitioner.getPartition(Object)",
            "RangePartitioner.numPartitions()");

    private static final Partitioner HASH = new HashPartitioner(3);
    private static final Function<Integer, Integer> NEXT = value -> value + 1;
    private static final Function<Integer, Boolean> SMALL = value -> value < 1_000;
    private static final Function<Integer, String> KEY = value -> "k" + value % 3;
    private static final Function<Tuple2<String, Integer>, Boolean> KEPT = pair -> pair._2() < 1_000;
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
    private static final Function2<Integer, Iterator<Integer>, Iterator<Integer>> OF_PARTITION = (index, all) -> all;
    private static final Function2<Integer, Integer, Integer> ADD = Integer::sum;
    private static final Function2<Integer, Integer, Integer> SUBTRACT = (total, gone) -> total - gone;
    private static final VoidFunction<Integer> IGNORE = value -> {};
    private static final VoidFunction<Iterator<Integer>> IGNORE_ALL = values -> {};
    private static final Comparator<Integer> ORDER = (Comparator<Integer> & Serializable) Integer::compare;
    private static final Comparator<String> KEY_ORDER = (Comparator<String> & Serializable) String::compareTo;
    private static final Function<Long, Integer> NUMBER = Long::intValue;

    static final Map<String, Operation> TABLE = new TreeMap<>();

    static {
        ofDataSets();
        ofPairs();
        byKey();
        joins();
        sorts();
        others();
    }

    private DataSetOperations() {}

    private static void ofDataSets() {
        TABLE.put("RDD.cache()", in -> in.numbers().cache());
        TABLE.put("RDD.persist(StorageLevel)", in -> in.numbers().persist(StorageLevel.MEMORY_ONLY_SER));
        TABLE.put("RDD.unpersist()", in -> in.numbers().unpersist());
        TABLE.put("RDD.setName(String)", in -> in.numbers().setName("numbers"));
        TABLE.put("RDD.map(Function)", in -> in.numbers().map(NEXT));
        TABLE.put("RDD.filter(Function)", in -> in.numbers().filter(SMALL));
        TABLE.put("RDD.flatMap(FlatMapFunction)", in -> in.numbers().flatMap(TWICE));
        TABLE.put("RDD.mapToPair(PairFunction)", in -> in.numbers().mapToPair(PAIR));
        TABLE.put("RDD.flatMapToPair(PairFlatMapFunction)", in -> in.numbers().flatMapToPair(PAIRS));
        TABLE.put("RDD.mapPartitions(FlatMapFunction)", in -> in.numbers().mapPartitions(ALL));
        TABLE.put(
                "RDD.mapPartitionsToPair(PairFlatMapFunction)",
                in -> in.numbers().mapPartitionsToPair(KEYED_ALL));
        TABLE.put(
                "RDD.mapPartitionsWithIndex(Function2, boolean)",
                in -> in.numbers().mapPartitionsWithIndex(OF_PARTITION, true));
        TABLE.put("RDD.glom()", in -> in.numbers().glom());
        TABLE.put("RDD.union(RDD)", in -> in.numbers().union(in.numbers().map(NEXT)));
        TABLE.put("RDD.keyBy(Function)", in -> in.numbers().keyBy(KEY));
        TABLE.put("RDD.groupBy(Function)", in -> in.numbers().groupBy(KEY));
        TABLE.put("RDD.groupBy(Function, int)", in -> in.numbers().groupBy(KEY, 3));
        TABLE.put("RDD.distinct()", in -> in.numbers().distinct());
        TABLE.put("RDD.distinct(int)", in -> in.numbers().distinct(3));
        TABLE.put("RDD.coalesce(int)", in -> in.numbers().coalesce(1));
        TABLE.put("RDD.coalesce(int, boolean)", in -> in.numbers().coalesce(3, true));
        TABLE.put("RDD.repartition(int)", in -> in.numbers().repartition(3));
        TABLE.put("RDD.sortBy(Function, boolean, int)", in -> in.numbers().sortBy(NEXT, false, 3));
        TABLE.put("RDD.collect()", in -> in.numbers().collect());
        TABLE.put("RDD.count()", in -> in.numbers().count());
        TABLE.put("RDD.reduce(Function2)", in -> in.numbers().reduce(ADD));
        TABLE.put("RDD.fold(Object, Function2)", in -> in.numbers().fold(0, ADD));
        TABLE.put(
                "RDD.aggregate(Object, Function2, Function2)",
                in -> in.numbers().aggregate(0, ADD, ADD));
        TABLE.put("RDD.take(int)", in -> in.numbers().take(2));
        TABLE.put("RDD.first()", in -> in.numbers().first());
        TABLE.put("RDD.isEmpty()", in -> in.numbers().isEmpty());
        TABLE.put("RDD.top(int, Comparator)", in -> in.numbers().top(2, ORDER));
        TABLE.put("RDD.countByValue()", in -> in.numbers().countByValue());
        TABLE.put("RDD.foreach(VoidFunction)", in -> done(() -> in.numbers().foreach(IGNORE)));
        TABLE.put(
                "RDD.foreachPartition(VoidFunction)",
                in -> done(() -> in.numbers().foreachPartition(IGNORE_ALL)));
        TABLE.put("RDD.saveAsTextFile(String)", in -> done(() -> in.numbers().saveAsTextFile(in.target())));
        TABLE.put(
                "RDD.saveAsTextFile(String, Class)",
                in -> done(() -> in.numbers().saveAsTextFile(in.target(), GzipCodec.class)));
        TABLE.put("RDD.saveAsObjectFile(String)", in -> done(() -> in.numbers().saveAsObjectFile(in.target())));
        TABLE.put(
                "RDD.saveAsObjectFile(String, Class)",
                in -> done(() -> in.numbers().saveAsObjectFile(in.target(), GzipCodec.class)));
    }

    private static Object done(Runnable action) {
        action.run();
        return true;
    }

    private static void ofPairs() {
        TABLE.put("PairRDD.of(RDD)", in -> PairRDD.of(in.pairs()));
        TABLE.put("PairRDD.cache()", in -> in.pairs().cache());
        TABLE.put("PairRDD.persist(StorageLevel)", in -> in.pairs().persist(StorageLevel.MEMORY_ONLY_SER));
        TABLE.put("PairRDD.unpersist()", in -> in.pairs().unpersist());
        TABLE.put("PairRDD.setName(String)", in -> in.pairs().setName("pairs"));
        TABLE.put("PairRDD.filter(Function)", in -> in.pairs().filter(KEPT));
        TABLE.put("PairRDD.union(RDD)", in -> in.pairs().union(in.others()));
        TABLE.put("PairRDD.distinct()", in -> in.pairs().distinct());
        TABLE.put("PairRDD.distinct(int)", in -> in.pairs().distinct(3));
        TABLE.put("PairRDD.coalesce(int)", in -> in.pairs().coalesce(1));
        TABLE.put("PairRDD.coalesce(int, boolean)", in -> in.pairs().coalesce(3, true));
        TABLE.put("PairRDD.repartition(int)", in -> in.pairs().repartition(3));
        TABLE.put("PairRDD.keys()", in -> in.pairs().keys());
        TABLE.put("PairRDD.values()", in -> in.pairs().values());
        TABLE.put("PairRDD.mapValues(Function)", in -> in.pairs().mapValues(NEXT));
        TABLE.put("PairRDD.flatMapValues(FlatMapFunction)", in -> in.pairs().flatMapValues(TWICE));
        TABLE.put("PairRDD.partitionBy(Partitioner)", in -> in.pairs().partitionBy(HASH));
        TABLE.put("PairRDD.collectAsMap()", in -> in.pairs().collectAsMap());
        TABLE.put("PairRDD.countByKey()", in -> in.pairs().countByKey());
        TABLE.put("PairRDD.lookup(Object)", in -> in.pairs().lookup("k1"));
    }

    private static void byKey() {
        TABLE.put("PairRDD.reduceByKey(Function2)", in -> in.pairs().reduceByKey(ADD));
        TABLE.put("PairRDD.reduceByKey(Function2, int)", in -> in.pairs().reduceByKey(ADD, 3));
        TABLE.put(
                "PairRDD.reduceByKey(Partitioner, Function2)", in -> in.pairs().reduceByKey(HASH, ADD));
        TABLE.put("PairRDD.groupByKey()", in -> in.pairs().groupByKey());
        TABLE.put("PairRDD.groupByKey(int)", in -> in.pairs().groupByKey(3));
        TABLE.put("PairRDD.groupByKey(Partitioner)", in -> in.pairs().groupByKey(HASH));
        TABLE.put(
                "PairRDD.combineByKey(Function, Function2, Function2)",
                in -> in.pairs().combineByKey(NEXT, ADD, ADD));
        TABLE.put(
                "PairRDD.combineByKey(Function, Function2, Function2, int)",
                in -> in.pairs().combineByKey(NEXT, ADD, ADD, 3));
        TABLE.put(
                "PairRDD.combineByKey(Function, Function2, Function2, Partitioner)",
                in -> in.pairs().combineByKey(NEXT, ADD, ADD, HASH));
        TABLE.put(
                "PairRDD.combineByKey(Function, Function2, Function2, Partitioner, boolean)",
                in -> in.pairs().combineByKey(NEXT, ADD, ADD, HASH, false));
        TABLE.put(
                "PairRDD.aggregateByKey(Object, Function2, Function2)",
                in -> in.pairs().aggregateByKey(0, ADD, ADD));
        TABLE.put(
                "PairRDD.aggregateByKey(Object, int, Function2, Function2)",
                in -> in.pairs().aggregateByKey(0, 3, ADD, ADD));
        TABLE.put(
                "PairRDD.aggregateByKey(Object, Partitioner, Function2, Function2)",
                in -> in.pairs().aggregateByKey(0, HASH, ADD, ADD));
        TABLE.put("PairRDD.foldByKey(Object, Function2)", in -> in.pairs().foldByKey(0, ADD));
    }

    private static void joins() {
        TABLE.put("PairRDD.cogroup(PairRDD)", in -> in.pairs().cogroup(in.others()));
        TABLE.put("PairRDD.cogroup(PairRDD, int)", in -> in.pairs().cogroup(in.others(), 3));
        TABLE.put("PairRDD.cogroup(PairRDD, Partitioner)", in -> in.pairs().cogroup(in.others(), HASH));
        TABLE.put("PairRDD.join(PairRDD)", in -> in.pairs().join(in.others()));
        TABLE.put("PairRDD.join(PairRDD, int)", in -> in.pairs().join(in.others(), 3));
        TABLE.put("PairRDD.join(PairRDD, Partitioner)", in -> in.pairs().join(in.others(), HASH));
        TABLE.put("PairRDD.leftOuterJoin(PairRDD)", in -> in.pairs().leftOuterJoin(in.others()));
        TABLE.put("PairRDD.leftOuterJoin(PairRDD, int)", in -> in.pairs().leftOuterJoin(in.others(), 3));
        TABLE.put(
                "PairRDD.leftOuterJoin(PairRDD, Partitioner)", in -> in.pairs().leftOuterJoin(in.others(), HASH));
        TABLE.put("PairRDD.rightOuterJoin(PairRDD)", in -> in.pairs().rightOuterJoin(in.others()));
        TABLE.put("PairRDD.rightOuterJoin(PairRDD, int)", in -> in.pairs().rightOuterJoin(in.others(), 3));
        TABLE.put(
                "PairRDD.rightOuterJoin(PairRDD, Partitioner)", in -> in.pairs().rightOuterJoin(in.others(), HASH));
        TABLE.put("PairRDD.fullOuterJoin(PairRDD)", in -> in.pairs().fullOuterJoin(in.others()));
        TABLE.put("PairRDD.fullOuterJoin(PairRDD, int)", in -> in.pairs().fullOuterJoin(in.others(), 3));
        TABLE.put(
                "PairRDD.fullOuterJoin(PairRDD, Partitioner)", in -> in.pairs().fullOuterJoin(in.others(), HASH));
        TABLE.put("PairRDD.subtractByKey(PairRDD)", in -> in.pairs().subtractByKey(in.others()));
    }

    private static void sorts() {
        TABLE.put("PairRDD.sortByKey()", in -> in.pairs().sortByKey());
        TABLE.put("PairRDD.sortByKey(boolean)", in -> in.pairs().sortByKey(false));
        TABLE.put("PairRDD.sortByKey(boolean, int)", in -> in.pairs().sortByKey(false, 3));
        TABLE.put("PairRDD.sortByKey(Comparator)", in -> in.pairs().sortByKey(KEY_ORDER));
        TABLE.put("PairRDD.sortByKey(Comparator, boolean)", in -> in.pairs().sortByKey(KEY_ORDER, false));
        TABLE.put(
                "PairRDD.sortByKey(Comparator, boolean, int)", in -> in.pairs().sortByKey(KEY_ORDER, false, 3));
        TABLE.put(
                "RangePartitioner.of(int, PairRDD, Comparator, boolean)",
                in -> in.pairs().groupByKey(RangePartitioner.of(3, in.pairs(), KEY_ORDER, true)));
    }

    private static void others() {
        TABLE.put(
                "sources",
                in -> in.context()
                        .<Integer>union(List.of(
                                in.context().parallelize(List.of(1, 2, 3)),
                                in.context().emptyRDD(),
                                in.context().generate(0, 10, 2, NUMBER))));
        TABLE.put(
                "text",
                in -> in.context()
                        .union(List.of(
                                in.context().textFile(in.text()), in.context().textFile(in.text(), 1))));
        TABLE.put("WindowedReduce.combine(List, Function2)", in -> {
            PairRDD<String, Integer> reduced = in.pairs().reduceByKey(HASH, ADD);
            return WindowedReduce.combine(List.of(reduced, in.others().reduceByKey(HASH, ADD)), ADD);
        });
        TABLE.put("WindowedReduce.slide(PairRDD, List, List, List, Function2, Function2, Function)", in -> {
            PairRDD<String, Integer> first = in.pairs().reduceByKey(HASH, ADD).cache();
            PairRDD<String, Integer> second = in.others().reduceByKey(HASH, ADD).cache();
            first.count();
            return WindowedReduce.slide(first, List.of(first), List.of(second), List.of(second), ADD, SUBTRACT, KEPT);
        });
    }
}
