package dev.millrace.rdd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operations and actions of data sets on two threads of this JVM. */
class RddTest {
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static MillraceContext context;

    @BeforeAll
    static void start() {
        context = new MillraceContext(new MillraceConf().setMaster("local[2]").setAppName("test"));
    }

    @AfterAll
    static void stop() {
        context.stop();
    }

    private static RDD<Integer> numbers(int count, int partitions) {
        return context.parallelize(IntStream.range(0, count).boxed().toList(), partitions);
    }

    private static PairRDD<String, Integer> pairs(String... keys) {
        List<Tuple2<String, Integer>> list = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            list.add(new Tuple2<>(keys[i], i));
        }
        return context.parallelizePairs(list, 3);
    }

    @Test
    void wordsAreCounted() {
        Map<String, Integer> counts = context.parallelize(List.of("a b a", "c a", ""), 2)
                .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1))
                .reduceByKey(Integer::sum)
                .collectAsMap();
        assertEquals(Map.of("a", 3, "b", 1, "c", 1, "", 1), counts);
    }

    @Test
    void narrowOperationsKeepTheOrder() {
        List<Integer> result = numbers(10_000, 7)
                .map(n -> n + 1)
                .filter(n -> n % 2 == 0)
                .flatMap(n -> List.of(n, -n).iterator())
                .collect();
        List<Integer> expected = new ArrayList<>();
        for (int n = 2; n <= 10_000; n += 2) {
            expected.add(n);
            expected.add(-n);
        }
        assertEquals(expected, result);
    }

    @Test
    void aPartitionIsMappedAsAWhole() {
        assertEquals(
                List.of(3, 3, 4),
                numbers(10, 3)
                        .mapPartitions(elements -> {
                            int count = 0;
                            while (elements.hasNext()) {
                                elements.next();
                                count++;
                            }
                            return List.of(count).iterator();
                        })
                        .collect());
        assertEquals(
                List.of(0, 1, 2),
                numbers(10, 3)
                        .mapPartitionsWithIndex(
                                (index, elements) -> List.of(index).iterator(), false)
                        .collect());
    }

    @Test
    void actionsSeeAllElements() {
        RDD<Integer> numbers = numbers(1_000, 4);
        assertEquals(1_000, numbers.count());
        assertEquals(499_500, numbers.reduce(Integer::sum));
        assertEquals(499_500, numbers.fold(0, Integer::sum));
        assertEquals(
                1_000,
                numbers.aggregate(
                                new ArrayList<Integer>(),
                                (list, n) -> {
                                    list.add(n);
                                    return list;
                                },
                                (first, second) -> {
                                    first.addAll(second);
                                    return first;
                                })
                        .size());
        assertEquals(List.of(0, 1, 2), numbers.take(3));
        assertEquals(List.of(999, 998), numbers.top(2, java.util.Comparator.naturalOrder()));
        assertEquals(0, numbers.first());
        assertEquals(1_000, numbers.take(5_000).size());
    }

    @Test
    void anEmptyDataSetIsHandled() {
        RDD<Integer> empty = context.emptyRDD();
        assertTrue(empty.isEmpty());
        assertEquals(List.of(), empty.collect());
        assertEquals(0, empty.count());
        assertEquals(List.of(), empty.distinct().collect());
        assertEquals(7, empty.fold(7, Integer::sum));
        assertThrows(UnsupportedOperationException.class, () -> empty.reduce(Integer::sum));
        assertEquals(
                List.of(),
                empty.mapToPair(n -> new Tuple2<>(n, n))
                        .reduceByKey(Integer::sum)
                        .collect());
    }

    @Test
    void valuesAreGroupedAndJoined() {
        PairRDD<String, Integer> left = pairs("a", "b", "a", "c");
        PairRDD<String, Integer> right = pairs("a", "d", "c", "a");
        Map<String, Iterable<Integer>> groups = left.groupByKey().collectAsMap();
        assertEquals(Set.of("a", "b", "c"), groups.keySet());
        assertEquals(Set.of(0, 2), asSet(groups.get("a")));
        assertEquals(
                Set.of(
                        new Tuple2<>("a", new Tuple2<>(0, 0)),
                        new Tuple2<>("a", new Tuple2<>(0, 3)),
                        new Tuple2<>("a", new Tuple2<>(2, 0)),
                        new Tuple2<>("a", new Tuple2<>(2, 3)),
                        new Tuple2<>("c", new Tuple2<>(3, 2))),
                new HashSet<>(left.join(right).collect()));
        assertTrue(left.leftOuterJoin(right).collect().contains(new Tuple2<>("b", new Tuple2<>(1, Optional.empty()))));
        assertTrue(left.rightOuterJoin(right).collect().contains(new Tuple2<>("d", new Tuple2<>(Optional.empty(), 1))));
        assertEquals(7, left.fullOuterJoin(right).count());
        assertEquals(List.of(new Tuple2<>("b", 1)), left.subtractByKey(right).collect());
    }

    private static Set<Integer> asSet(Iterable<Integer> values) {
        Set<Integer> set = new HashSet<>();
        values.forEach(set::add);
        return set;
    }

    @Test
    void elementsAreSortedAcrossPartitions() {
        List<Tuple2<Integer, String>> shuffled = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            shuffled.add(new Tuple2<>(i, "v" + i));
        }
        List<Tuple2<Integer, String>> expected = new ArrayList<>(shuffled);
        Collections.shuffle(shuffled, new Random(7));
        assertEquals(expected, context.parallelizePairs(shuffled, 5).sortByKey().collect());
        Collections.reverse(expected);
        assertEquals(
                expected,
                context.parallelizePairs(shuffled, 5).sortByKey(false, 3).collect());
    }

    @Test
    void partitionsAreCoalescedAndDealtAnew() {
        RDD<Integer> numbers = numbers(100, 10);
        assertEquals(3, numbers.coalesce(3).getNumPartitions());
        assertEquals(numbers.collect(), numbers.coalesce(3).collect());
        RDD<Integer> dealt = numbers.repartition(4);
        assertEquals(4, dealt.getNumPartitions());
        assertEquals(new HashSet<>(numbers.collect()), new HashSet<>(dealt.collect()));
        dealt.glom().collect().forEach(part -> assertTrue(part.size() >= 20, () -> "size " + part.size()));
        assertEquals(10, numbers.union(numbers).distinct().getNumPartitions() / 2);
        assertEquals(100, numbers.union(numbers).distinct().count());
    }

    @Test
    void whatIsPersistedIsComputedOnce() {
        CALLS.set(0);
        RDD<Integer> counted = numbers(100, 4)
                .map(n -> {
                    CALLS.incrementAndGet();
                    return n;
                })
                .cache();
        assertEquals(100, counted.count());
        assertEquals(100, counted.count());
        assertEquals(4950, counted.reduce(Integer::sum));
        assertEquals(100, CALLS.get());
        counted.unpersist();
        assertEquals(100, counted.count());
        assertEquals(200, CALLS.get());
    }

    @Test
    void everyStorageLevelGivesTheSameBack() {
        for (StorageLevel level : List.of(
                StorageLevel.DISK_ONLY,
                StorageLevel.MEMORY_ONLY,
                StorageLevel.MEMORY_ONLY_SER,
                StorageLevel.MEMORY_AND_DISK_2,
                StorageLevel.MEMORY_AND_DISK_SER_2)) {
            PairRDD<String, Integer> kept =
                    pairs("a", "b", "a").reduceByKey(Integer::sum).persist(level);
            assertEquals(Map.of("a", 2, "b", 1), kept.collectAsMap(), level.toString());
            assertEquals(Map.of("a", 2, "b", 1), kept.collectAsMap(), level.toString());
            kept.unpersist();
        }
    }

    @Test
    void mutableCombinersAreNotSharedBetweenTasks() {
        PairRDD<String, List<Integer>> lists = pairs("a", "b", "a", "a")
                .combineByKey(
                        value -> new ArrayList<>(List.of(value)),
                        (list, value) -> {
                            list.add(value);
                            return list;
                        },
                        (first, second) -> {
                            first.addAll(second);
                            return first;
                        });
        for (int i = 0; i < 3; i++) {
            Map<String, List<Integer>> map = lists.collectAsMap();
            assertEquals(Set.of(0, 2, 3), new HashSet<>(map.get("a")));
            assertEquals(3, map.get("a").size());
        }
    }

    @Test
    void accumulatorsCountEachTaskOnceAndBroadcastsArrive() {
        LongAccumulator sum = context.longAccumulator();
        Broadcast<Map<Integer, String>> names = context.broadcast(Map.of(1, "one"));
        List<String> found = numbers(10, 3)
                .map(n -> {
                    sum.add((long) n);
                    return names.value().getOrDefault(n, "-");
                })
                .collect();
        assertEquals("one", found.get(1));
        assertEquals(45, sum.value());
    }

    @Test
    void aFailingTaskIsTriedAgainAndThenFailsTheJob() {
        CALLS.set(0);
        assertEquals(
                List.of(1, 2),
                context.parallelize(List.of(1, 2), 1)
                        .map(n -> {
                            if (CALLS.incrementAndGet() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                            return n;
                        })
                        .collect());
        MillraceException failure = assertThrows(
                MillraceException.class,
                () -> numbers(4, 2)
                        .mapToPair(n -> new Tuple2<>(10 / (n - 3), 1))
                        .reduceByKey(Integer::sum)
                        .collect());
        assertEquals(ErrorCode.TASK_FAILED, failure.code());
        assertTrue(failure.getMessage().contains("stage 0"), failure.getMessage());
        assertTrue(failure.getMessage().contains("partition 1 failed 4 times"), failure.getMessage());
        assertTrue(failure.getMessage().contains("ArithmeticException"), failure.getMessage());
    }

    @Test
    void nullsAndArraysAsKeys() {
        List<Tuple2<String, Integer>> withNull = List.of(new Tuple2<>(null, 1), new Tuple2<>(null, 2));
        assertEquals(
                3,
                context.parallelizePairs(withNull, 2)
                        .reduceByKey(Integer::sum)
                        .collect()
                        .get(0)
                        ._2());
        MillraceException failure = assertThrows(
                MillraceException.class,
                () -> numbers(4, 2)
                        .mapToPair(n -> new Tuple2<>(new int[] {n}, n))
                        .reduceByKey(Integer::sum)
                        .collect());
        assertTrue(failure.getMessage().contains("key is an array"), failure.getMessage());
    }
}
