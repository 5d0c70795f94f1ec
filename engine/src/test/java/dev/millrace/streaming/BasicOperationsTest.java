package dev.millrace.streaming;

import static dev.millrace.streaming.Streams.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.function.Tuple2;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.rdd.PairRDD;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The operations of streams that look at one batch at a time. */
class BasicOperationsTest {
    private static final List<List<Integer>> NUMBERS = List.of(List.of(1, 2, 3, 4), List.of(5, 6, 7, 8), List.of());
    private static final List<List<String>> WORDS = List.of(List.of("a", "a", "b"), List.of("", ""), List.of());

    private static <K, V> Tuple2<K, V> pair(K key, V value) {
        return new Tuple2<>(key, value);
    }

    private static <T> List<Set<T>> sets(List<List<T>> batches) {
        List<Set<T>> sets = new ArrayList<>();
        for (List<T> batch : batches) {
            Set<T> set = new HashSet<>(batch);
            assertEquals(batch.size(), set.size(), () -> "no record comes twice in " + batch);
            sets.add(set);
        }
        return sets;
    }

    /** Values of each key as a sorted list. */
    private static <K, V extends Comparable<V>> List<Map<K, List<V>>> grouped(
            List<List<Tuple2<K, Iterable<V>>>> batches) {
        List<Map<K, List<V>>> result = new ArrayList<>();
        for (List<Tuple2<K, Iterable<V>>> batch : batches) {
            Map<K, List<V>> groups = new HashMap<>();
            batch.forEach(group -> groups.put(group._1(), sorted(group._2())));
            result.add(groups);
        }
        return result;
    }

    private static <V extends Comparable<V>> List<V> sorted(Iterable<V> values) {
        List<V> list = new ArrayList<>();
        values.forEach(list::add);
        list.sort(null);
        return list;
    }

    @Test
    void mapTurnsEachRecordIntoAnother() {
        assertEquals(
                List.of(List.of("1", "2", "3", "4"), List.of("5", "6", "7", "8"), List.of()),
                run(NUMBERS, numbers -> numbers.map(String::valueOf)));
    }

    @Test
    void filterKeepsTheRecordsThatMatch() {
        assertEquals(
                List.of(List.of(2, 4), List.of(6, 8), List.of()),
                run(NUMBERS, numbers -> numbers.filter(number -> number % 2 == 0)));
    }

    @Test
    void flatMapTurnsEachRecordIntoAny() {
        assertEquals(
                List.of(List.of(2, 4, 4), List.of(6, 8, 8), List.of()),
                run(
                        NUMBERS,
                        numbers -> numbers.flatMap(number -> number % 4 == 0
                                ? List.of(number, number).iterator()
                                : number % 2 == 0
                                        ? List.of(number).iterator()
                                        : List.<Integer>of().iterator())));
    }

    @Test
    void glomMakesOneListOfEachPartition() {
        assertEquals(
                List.of(
                        List.of(List.of(1, 2), List.of(3, 4)),
                        List.of(List.of(5, 6), List.of(7, 8)),
                        List.of(List.of(), List.of())),
                run(NUMBERS, DStream::glom));
    }

    @Test
    void mapPartitionsSeesEachPartitionAsAWhole() {
        assertEquals(
                List.of(List.of(3, 7), List.of(11, 15), List.of(0, 0)),
                run(
                        NUMBERS,
                        numbers -> numbers.mapPartitions(partition -> {
                            int sum = 0;
                            while (partition.hasNext()) {
                                sum += partition.next();
                            }
                            return List.of(sum).iterator();
                        })));
    }

    @Test
    void mapToPairAndItsKindMakeKeys() {
        assertEquals(
                List.of(
                        List.of(pair("a", 1), pair("a", 1), pair("b", 1)),
                        List.of(pair("", 1), pair("", 1)),
                        List.of()),
                run(WORDS, words -> words.mapToPair(word -> pair(word, 1))));
        assertEquals(
                List.of(List.of(pair(2, 4), pair(4, 8)), List.of(pair(6, 12), pair(8, 16)), List.of()),
                run(
                        NUMBERS,
                        numbers -> numbers.flatMapToPair(number -> number % 2 == 0
                                ? List.of(pair(number, 2 * number)).iterator()
                                : List.<Tuple2<Integer, Integer>>of().iterator())));
        assertEquals(
                List.of(
                        List.of(pair("part", 1), pair("part", 3)),
                        List.of(pair("part", 5), pair("part", 7)),
                        List.of()),
                run(
                        NUMBERS,
                        numbers -> numbers.mapPartitionsToPair(partition -> partition.hasNext()
                                ? List.of(pair("part", partition.next())).iterator()
                                : List.<Tuple2<String, Integer>>of().iterator())));
    }

    @Test
    void repartitionSpreadsRecordsOverExactlyThatManyPartitions() {
        List<List<List<Integer>>> more =
                run(NUMBERS, numbers -> numbers.repartition(5).glom());
        assertEquals(List.of(5, 5, 5), more.stream().map(Collection::size).toList());
        assertEquals(Set.of(5, 6, 7, 8), flatten(more.get(1)));
        List<List<List<Integer>>> fewer =
                run(NUMBERS, numbers -> numbers.repartition(1).glom());
        assertEquals(List.of(1, 1, 1), fewer.stream().map(Collection::size).toList());
        assertEquals(Set.of(1, 2, 3, 4), flatten(fewer.get(0)));
    }

    private static <T> Set<T> flatten(List<List<T>> lists) {
        Set<T> all = new HashSet<>();
        lists.forEach(all::addAll);
        return all;
    }

    @Test
    void countHasOneNumberForEachBatchEvenAnEmptyOne() {
        assertEquals(List.of(List.of(4L), List.of(4L), List.of(0L)), run(NUMBERS, DStream::count));
    }

    @Test
    void countByValueCountsEachValue() {
        List<Set<Tuple2<String, Long>>> expected =
                List.of(Set.of(pair("a", 2L), pair("b", 1L)), Set.of(pair("", 2L)), Set.of());
        assertEquals(expected, sets(run(WORDS, DStream::countByValue)));
        assertEquals(expected, sets(run(WORDS, words -> words.countByValue(3))));
    }

    @Test
    void reduceCombinesABatchAndYieldsNothingForAnEmptyOne() {
        assertEquals(
                List.of(List.of(10), List.of(26), List.of()), run(NUMBERS, numbers -> numbers.reduce(Integer::sum)));
    }

    @Test
    void reduceByKeyCombinesTheValuesOfEachKey() {
        List<Set<Tuple2<String, Integer>>> expected =
                List.of(Set.of(pair("a", 2), pair("b", 1)), Set.of(pair("", 2)), Set.of());
        assertEquals(
                expected,
                sets(run(WORDS, words -> words.mapToPair(word -> pair(word, 1)).reduceByKey(Integer::sum))));
        assertEquals(
                expected,
                sets(run(WORDS, words -> words.mapToPair(word -> pair(word, 1)).reduceByKey(Integer::sum, 5))));
    }

    @Test
    void reduceByKeyOfKeysThatArePartitionedAlreadyGivesTheSame() {
        assertEquals(
                List.of(Set.of(pair("a", 2), pair("b", 1)), Set.of(pair("", 2)), Set.of()),
                sets(run(
                        WORDS,
                        words -> words.mapToPair(word -> pair(word, 1))
                                .reduceByKey(Integer::sum, new HashPartitioner(3))
                                .reduceByKey(Integer::sum, new HashPartitioner(3)))));
    }

    @Test
    void groupByKeyCollectsTheValuesOfEachKey() {
        List<List<Tuple2<String, Integer>>> input =
                List.of(List.of(pair("a", 2), pair("b", 1), pair("a", 1)), List.of(), List.of(pair("c", 7)));
        assertEquals(
                List.of(Map.of("a", List.of(1, 2), "b", List.of(1)), Map.of(), Map.of("c", List.of(7))),
                grouped(run(input, pairs -> PairDStream.of(pairs).groupByKey())));
        assertEquals(
                List.of(Map.of("a", List.of(1, 2), "b", List.of(1)), Map.of(), Map.of("c", List.of(7))),
                grouped(run(input, pairs -> PairDStream.of(pairs).groupByKey(4))));
    }

    @Test
    void combineByKeyMakesCombinersOfItsOwn() {
        for (boolean mapSide : new boolean[] {true, false}) {
            assertEquals(
                    List.of(Set.of(pair("a", "[1][1]"), pair("b", "[1]")), Set.of(pair("", "[1][1]")), Set.of()),
                    sets(run(
                            WORDS,
                            words -> words.mapToPair(word -> pair(word, 1))
                                    .<String>combineByKey(
                                            value -> "[" + value + "]",
                                            (text, value) -> text + "[" + value + "]",
                                            (first, second) -> first + second,
                                            new HashPartitioner(2),
                                            mapSide))));
        }
    }

    @Test
    void valuesChangeAndKeysStay() {
        List<List<Tuple2<String, Integer>>> input = List.of(List.of(pair("a", 1), pair("b", 2)), List.of());
        assertEquals(
                List.of(List.of(pair("a", 10), pair("b", 20)), List.of()),
                run(input, pairs -> PairDStream.of(pairs).mapValues(value -> value * 10)));
        assertEquals(
                List.of(List.of(pair("a", 1), pair("a", -1), pair("b", 2), pair("b", -2)), List.of()),
                run(
                        input,
                        pairs -> PairDStream.of(pairs)
                                .flatMapValues(value -> List.of(value, -value).iterator())));
        assertEquals(
                List.of(List.of("a", "b"), List.of()),
                run(input, pairs -> PairDStream.of(pairs).keys()));
        assertEquals(
                List.of(List.of(1, 2), List.of()),
                run(input, pairs -> PairDStream.of(pairs).values()));
        assertEquals(
                List.of(List.of(pair("b", 2)), List.of()),
                run(input, pairs -> PairDStream.of(pairs).filter(pair -> pair._2() > 1)));
    }

    @Test
    void unionHasTheRecordsOfBothStreams() {
        List<List<Integer>> other = List.of(List.of(10), List.of(), List.of(30));
        assertEquals(
                List.of(List.of(1, 2, 3, 4, 10), List.of(5, 6, 7, 8), List.of(30)),
                run(NUMBERS, other, (first, second) -> first.union(second)));
        assertEquals(
                List.of(List.of(1, 2, 3, 4, 10, 1, 2, 3, 4), List.of(5, 6, 7, 8, 5, 6, 7, 8), List.of(30)),
                run(NUMBERS, other, (first, second) -> first.context().union(first, second, first)));
    }

    @Test
    void unionOfAStreamWithItselfHasEachRecordTwice() {
        assertEquals(
                List.of(List.of(1, 2, 3, 4, 1, 2, 3, 4), List.of(5, 6, 7, 8, 5, 6, 7, 8), List.of()),
                run(NUMBERS, numbers -> numbers.union(numbers)));
    }

    @Test
    void transformSeesEachDataSetWithItsTime() {
        assertEquals(
                List.of(List.of(4, 3, 2, 1), List.of(8, 7, 6, 5), List.of()),
                run(NUMBERS, numbers -> numbers.transform(rdd -> rdd.sortBy(number -> number, false, 2))));
        assertEquals(
                List.of(List.of("1@1000", "2@1000"), List.of("3@2000")),
                run(
                        List.of(List.of(1, 2), List.of(3)),
                        numbers -> numbers.transform((rdd, time) -> {
                            String suffix = "@" + time.milliseconds();
                            return rdd.map(number -> number + suffix);
                        })));
    }

    @Test
    void transformToPairGivesKeys() {
        assertEquals(
                List.of(Set.of(pair("a", 2), pair("b", 1)), Set.of(pair("", 2)), Set.of()),
                sets(run(
                        WORDS,
                        words -> words.transformToPair(
                                rdd -> rdd.mapToPair(word -> pair(word, 1)).reduceByKey(Integer::sum)))));
        assertEquals(
                List.of(
                        List.of(pair("a", 1000L), pair("a", 1000L), pair("b", 1000L)),
                        List.of(pair("", 2000L), pair("", 2000L)),
                        List.of()),
                run(
                        WORDS,
                        words -> words.transformToPair((rdd, time) -> {
                            long millis = time.milliseconds();
                            return rdd.mapToPair(word -> pair(word, millis));
                        })));
    }

    @Test
    void transformPairsSeesKeys() {
        List<List<Tuple2<Integer, String>>> input =
                List.of(List.of(pair(2, "b"), pair(1, "a"), pair(3, "c")), List.of());
        assertEquals(
                List.of(List.of(pair(3, "c"), pair(2, "b"), pair(1, "a")), List.of()),
                run(input, pairs -> PairDStream.of(pairs).transformPairs(rdd -> rdd.sortByKey(false))));
        assertEquals(
                List.of(List.of(pair(2, "b1000"), pair(1, "a1000"), pair(3, "c1000")), List.of()),
                run(
                        input,
                        pairs -> PairDStream.of(pairs).transformPairs((rdd, time) -> {
                            long millis = time.milliseconds();
                            return rdd.mapValues(value -> value + millis);
                        })));
    }

    @Test
    void transformWithSeesTheDataSetsOfBothStreams() {
        List<List<String>> other = List.of(List.of("x"), List.of("y", "z"));
        assertEquals(
                List.of(List.of("1", "2", "3", "4", "x"), List.of("5", "6", "7", "8", "y", "z"), List.of()),
                run(
                        NUMBERS,
                        other,
                        (numbers, words) -> numbers.transformWith(
                                words,
                                (here, there) -> here.map(String::valueOf).union(there))));
        assertEquals(
                List.of(List.of(pair("x", 1000L)), List.of(pair("y", 2000L), pair("z", 2000L)), List.of()),
                run(
                        NUMBERS,
                        other,
                        (numbers, words) -> numbers.transformWithToPair(words, (here, there, time) -> {
                            long millis = time.milliseconds();
                            return there.mapToPair(word -> pair(word, millis));
                        })));
    }

    @Test
    void transformOfManyStreamsSeesTheirDataSetsInOrder() {
        List<List<Integer>> other = List.of(List.of(10), List.of(20), List.of(30));
        assertEquals(
                List.of(List.of(4L, 1L), List.of(4L, 1L), List.of(0L, 1L)), run(NUMBERS, other, (first, second) -> {
                    StreamingContext context = first.context();
                    return context.transform(
                            List.of(first, second),
                            (rdds, time) -> context.millraceContext()
                                    .parallelize(
                                            List.of(
                                                    rdds.get(0).count(),
                                                    rdds.get(1).count()),
                                            1));
                }));
    }

    @Test
    void joinsMatchTheKeysOfABatch() {
        List<List<String>> left = List.of(List.of("a", "b"), List.of("a", ""), List.of(""), List.of());
        List<List<String>> right = List.of(List.of("a", "b"), List.of("b", ""), List.of(), List.of("x"));
        assertEquals(
                List.of(
                        Set.of(pair("a", pair(1, "x")), pair("b", pair(1, "x"))),
                        Set.of(pair("", pair(1, "x"))),
                        Set.of(),
                        Set.of()),
                sets(run(left, right, (l, r) -> ones(l).join(marks(r)))));
        assertEquals(
                List.of(
                        Set.of(pair("a", pair(1, Optional.of("x"))), pair("b", pair(1, Optional.of("x")))),
                        Set.of(pair("", pair(1, Optional.of("x"))), pair("a", pair(1, Optional.<String>empty()))),
                        Set.of(pair("", pair(1, Optional.<String>empty()))),
                        Set.of()),
                sets(run(left, right, (l, r) -> ones(l).leftOuterJoin(marks(r), 3))));
        assertEquals(
                List.of(
                        Set.of(pair("a", pair(Optional.of(1), "x")), pair("b", pair(Optional.of(1), "x"))),
                        Set.of(pair("", pair(Optional.of(1), "x")), pair("b", pair(Optional.<Integer>empty(), "x"))),
                        Set.of(),
                        Set.of(pair("x", pair(Optional.<Integer>empty(), "x")))),
                sets(run(left, right, (l, r) -> ones(l).rightOuterJoin(marks(r)))));
        assertEquals(
                List.of(
                        Set.of(
                                pair("a", pair(Optional.of(1), Optional.of("x"))),
                                pair("b", pair(Optional.of(1), Optional.of("x")))),
                        Set.of(
                                pair("", pair(Optional.of(1), Optional.of("x"))),
                                pair("a", pair(Optional.of(1), Optional.<String>empty())),
                                pair("b", pair(Optional.<Integer>empty(), Optional.of("x")))),
                        Set.of(pair("", pair(Optional.of(1), Optional.<String>empty()))),
                        Set.of(pair("x", pair(Optional.<Integer>empty(), Optional.of("x"))))),
                sets(run(left, right, (l, r) -> ones(l).fullOuterJoin(marks(r), new HashPartitioner(1)))));
    }

    @Test
    void cogroupHasTheValuesOfBothSides() {
        List<List<String>> left = List.of(List.of("a", "a", "b"), List.of("a", ""), List.of(""), List.of());
        List<List<String>> right = List.of(List.of("a", "a", "b"), List.of("b", ""), List.of(), List.of());
        List<Map<String, String>> expected = List.of(
                Map.of("a", "[1, 1][x, x]", "b", "[1][x]"),
                Map.of("a", "[1][]", "b", "[][x]", "", "[1][x]"),
                Map.of("", "[1][]"),
                Map.of());
        List<Map<String, String>> found = new ArrayList<>();
        for (List<Tuple2<String, Tuple2<Iterable<Integer>, Iterable<String>>>> batch :
                run(left, right, (l, r) -> ones(l).cogroup(marks(r)))) {
            Map<String, String> groups = new HashMap<>();
            batch.forEach(group -> groups.put(
                    group._1(),
                    sorted(group._2()._1()).toString() + sorted(group._2()._2())));
            found.add(groups);
        }
        assertEquals(expected, found);
    }

    private static PairDStream<String, Integer> ones(DStream<String> words) {
        return words.mapToPair(word -> pair(word, 1));
    }

    private static PairDStream<String, String> marks(DStream<String> words) {
        return words.mapToPair(word -> pair(word, "x"));
    }

    @Test
    void foreachRddIsCalledForEachBatchInOrder() {
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<String> words = driver.input();
            List<String> seen = new ArrayList<>();
            words.foreachRDD(rdd -> {
                seen.add(rdd.collect().toString());
            });
            words.foreachRDD((rdd, time) -> {
                seen.add(time + " " + rdd.count());
            });
            ones(words).foreachPairRDD((PairRDD<String, Integer> rdd) -> {
                seen.add(new TreeSet<>(rdd.collectAsMap().keySet()).toString());
            });
            words.add("a", "b");
            driver.advance();
            driver.advance();
            assertEquals(List.of("[a, b]", "1000 ms 2", "[a, b]", "[]", "2000 ms 0", "[]"), seen);
        }
    }
}
