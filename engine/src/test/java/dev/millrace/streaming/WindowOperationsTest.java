package dev.millrace.streaming;

import static dev.millrace.streaming.Streams.run;
import static dev.millrace.streaming.Streams.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows against a plain computation over all batches of each window. */
class WindowOperationsTest {
    private static final int BATCHES = 17;

    /** Records of a word and a number, of few words, with batches that are empty. */
    private record Recording(List<List<Tuple2<String, Integer>>> batches, int length, int slide) {
        static Recording random(long seed, int length, int slide) {
            Random random = new Random(seed);
            List<List<Tuple2<String, Integer>>> batches = new ArrayList<>();
            for (int i = 0; i < BATCHES; i++) {
                List<Tuple2<String, Integer>> batch = new ArrayList<>();
                int records = random.nextInt(3) == 0 ? 0 : random.nextInt(8);
                for (int r = 0; r < records; r++) {
                    batch.add(new Tuple2<>("w" + random.nextInt(5), random.nextInt(100)));
                }
                batches.add(batch);
            }
            return new Recording(batches, length, slide);
        }

        /** All records of each window. */
        List<List<Tuple2<String, Integer>>> windows() {
            List<List<Tuple2<String, Integer>>> windows = new ArrayList<>();
            for (int end = slide; end <= batches.size(); end += slide) {
                windows.add(batches.subList(Math.max(0, end - length), end).stream()
                        .flatMap(List::stream)
                        .toList());
            }
            return windows;
        }

        List<Map<String, Integer>> reduced(
                ToIntFunction<Tuple2<String, Integer>> value, BinaryOperator<Integer> reduce) {
            List<Map<String, Integer>> expected = new ArrayList<>();
            for (List<Tuple2<String, Integer>> window : windows()) {
                Map<String, Integer> reduced = new TreeMap<>();
                window.forEach(record -> reduced.merge(record._1(), value.applyAsInt(record), reduce));
                expected.add(reduced);
            }
            return expected;
        }
    }

    static Stream<Arguments> lengthsAndSlides() {
        return IntStream.rangeClosed(1, 7)
                .boxed()
                .flatMap(length -> IntStream.rangeClosed(1, 8).mapToObj(slide -> Arguments.of(length, slide)));
    }

    private static <V> List<Map<String, V>> maps(List<List<Tuple2<String, V>>> batches) {
        List<Map<String, V>> maps = new ArrayList<>();
        for (List<Tuple2<String, V>> batch : batches) {
            Map<String, V> map = new TreeMap<>();
            batch.forEach(pair -> {
                assertTrue(map.put(pair._1(), pair._2()) == null, () -> "a key comes twice in " + batch);
            });
            maps.add(map);
        }
        return maps;
    }

    private static <T extends Comparable<T>> List<List<T>> sorted(List<List<T>> batches) {
        return batches.stream().map(batch -> batch.stream().sorted().toList()).toList();
    }

    @ParameterizedTest(name = "window of {0} batches by {1}")
    @MethodSource("lengthsAndSlides")
    void windowsEqualThePlainComputation(int length, int slide) {
        long seed = 31L * length + slide;
        Recording recording = Recording.random(seed, length, slide);
        Duration window = seconds(length);
        Duration step = seconds(slide);
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            PairDStream<String, Integer> pairs = PairDStream.of(input);
            var records = driver.collect(input.map(Tuple2::toString).window(window, step));
            var maxima = driver.collect(pairs.reduceByKeyAndWindow(Math::max, window, step));
            var sums = driver.collect(
                    pairs.reduceByKeyAndWindow(Integer::sum, (sum, left) -> sum - left, window, step, 3, sum -> true));
            var counts = driver.collect(pairs.keys().countByValueAndWindow(window, step));
            var count = driver.collect(pairs.countByWindow(window, step));
            var maximum = driver.collect(pairs.values().reduceByWindow(Math::max, window, step));
            var groups = driver.collect(pairs.groupByKeyAndWindow(window, step, new HashPartitioner(3))
                    .mapValues(WindowOperationsTest::sum));
            for (List<Tuple2<String, Integer>> batch : recording.batches()) {
                input.addAll(batch);
                driver.advance();
            }

            List<List<Tuple2<String, Integer>>> windows = recording.windows();
            assertEquals(
                    windows.stream()
                            .map(w -> w.stream().map(Tuple2::toString).sorted().toList())
                            .toList(),
                    sorted(records),
                    "window");
            assertEquals(
                    recording.reduced(Tuple2::_2, Math::max),
                    maps(maxima),
                    "reduceByKeyAndWindow without an inverse function");
            assertEquals(recording.reduced(Tuple2::_2, Integer::sum), present(maps(sums), recording), "with one");
            assertEquals(
                    recording.reduced(record -> 1, Integer::sum).toString(),
                    maps(counts).toString(),
                    "countByValueAndWindow");
            assertEquals(windows.stream().map(w -> List.of((long) w.size())).toList(), count, "countByWindow");
            assertEquals(
                    windows.stream()
                            .map(w -> w.stream().map(Tuple2::_2).max(Integer::compare).stream()
                                    .toList())
                            .toList(),
                    maximum,
                    "reduceByWindow");
            assertEquals(recording.reduced(Tuple2::_2, Integer::sum), maps(groups), "groupByKeyAndWindow");
        }
    }

    /** Without the keys that are in no batch of the window any more, for whom an inverse function leaves zero. */
    private static List<Map<String, Integer>> present(List<Map<String, Integer>> sums, Recording recording) {
        List<List<Tuple2<String, Integer>>> windows = recording.windows();
        assertEquals(windows.size(), sums.size());
        List<Map<String, Integer>> present = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            Map<String, Integer> kept = new TreeMap<>(sums.get(i));
            List<String> keys = windows.get(i).stream().map(Tuple2::_1).toList();
            kept.entrySet().removeIf(entry -> entry.getValue() == 0 && !keys.contains(entry.getKey()));
            present.add(kept);
        }
        return present;
    }

    private static int sum(Iterable<Integer> values) {
        int sum = 0;
        for (int value : values) {
            sum += value;
        }
        return sum;
    }

    @Test
    void aKeyStaysWithTheInverseFunctionUntilTheFilterDropsIt() {
        List<List<Tuple2<String, Integer>>> input =
                List.of(List.of(new Tuple2<>("a", 1)), List.of(), List.of(), List.of());
        assertEquals(
                List.of(Map.of("a", 1), Map.of("a", 1), Map.of("a", 0), Map.of("a", 0)),
                maps(run(
                        input,
                        pairs -> PairDStream.of(pairs)
                                .reduceByKeyAndWindow(
                                        Integer::sum, (sum, left) -> sum - left, seconds(2), seconds(1)))));
        assertEquals(
                List.of(Map.of("a", 1), Map.of("a", 1), Map.of(), Map.of()),
                maps(run(
                        input,
                        pairs -> PairDStream.of(pairs)
                                .reduceByKeyAndWindow(
                                        Integer::sum,
                                        (sum, left) -> sum - left,
                                        seconds(2),
                                        seconds(1),
                                        2,
                                        pair -> pair._2() != 0))));
    }

    @Test
    void reduceByWindowWithTheInverseFunctionEqualsThatWithout() {
        List<List<Integer>> input = List.of(List.of(1), List.of(2), List.of(3), List.of(4), List.of(5), List.of(6));
        List<List<Integer>> expected =
                List.of(List.of(1), List.of(3), List.of(6), List.of(9), List.of(12), List.of(15));
        assertEquals(expected, run(input, n -> n.reduceByWindow(Integer::sum, seconds(3), seconds(1))));
        assertEquals(
                expected,
                run(input, n -> n.reduceByWindow(Integer::sum, (sum, left) -> sum - left, seconds(3), seconds(1))));
    }

    @Test
    void aWindowOverAWindowHasEachRecordAsOftenAsWindowsHaveIt() {
        List<List<Integer>> input = List.of(List.of(1), List.of(2), List.of(3), List.of(4));
        assertEquals(
                List.of(List.of(1, 1, 2), List.of(2, 3, 3, 4)),
                sorted(Streams.<Integer, Integer>run(
                        input, n -> n.window(seconds(2)).window(seconds(2), seconds(2)))));
    }

    @Test
    void aLongRunWithTwoStacksStaysRight() {
        int length = 13;
        Random random = new Random(7);
        List<List<Tuple2<String, Integer>>> batches = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            batches.add(List.of(new Tuple2<>("w" + random.nextInt(3), random.nextInt(1000))));
        }
        Recording recording = new Recording(batches, length, 1);
        assertEquals(
                recording.reduced(Tuple2::_2, Math::max),
                maps(run(batches, pairs -> PairDStream.of(pairs).reduceByKeyAndWindow(Math::max, seconds(length)))));
    }

    @Test
    void aSlideCostsAFewCombinationsAndNotTheWholeWindow() {
        int batches = 400;
        int length = 100;
        List<List<Tuple2<String, Integer>>> input = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            input.add(List.of(new Tuple2<>("w", i)));
        }
        COMBINATIONS.set(0);
        run(input, pairs -> PairDStream.of(pairs).reduceByKeyAndWindow(COUNTING, seconds(length)));
        assertTrue(COMBINATIONS.get() < 3 * batches, () -> COMBINATIONS + " combinations for " + batches + " slides");
        COMBINATIONS.set(0);
        run(
                input,
                pairs -> PairDStream.of(pairs)
                        .reduceByKeyAndWindow(COUNTING, (max, left) -> max, seconds(length), seconds(1)));
        assertTrue(COMBINATIONS.get() <= batches, () -> COMBINATIONS + " combinations for " + batches + " slides");
    }

    private static final AtomicInteger COMBINATIONS = new AtomicInteger();

    private static final Function2<Integer, Integer, Integer> COUNTING = (a, b) -> {
        COMBINATIONS.incrementAndGet();
        return Math.max(a, b);
    };

    @Test
    void aDurationThatIsNoMultipleIsRefusedWhereItIsGiven() {
        try (StreamTestDriver driver = new StreamTestDriver(seconds(2))) {
            DStream<String> words = driver.input();
            MillraceException length = assertThrows(MillraceException.class, () -> words.window(seconds(5)));
            assertEquals(ErrorCode.GRAPH, length.code());
            assertTrue(
                    length.getMessage().contains("WindowOperationsTest.java")
                            && length.getMessage().contains("found 5s; the next ones are 4s and 6s"),
                    length::getMessage);
            MillraceException slide = assertThrows(MillraceException.class, () -> words.window(seconds(4), seconds(3)));
            assertTrue(slide.getMessage().contains("slide duration"), slide::getMessage);
            assertThrows(MillraceException.class, () -> words.window(seconds(0)));
            assertThrows(MillraceException.class, () -> words.window(new Duration(-2000)));
            PairDStream<String, Integer> pairs = words.mapToPair(word -> new Tuple2<>(word, 1));
            assertThrows(
                    MillraceException.class, () -> pairs.reduceByKeyAndWindow(Integer::sum, seconds(3), seconds(2)));
            assertThrows(
                    MillraceException.class,
                    () -> pairs.reduceByKeyAndWindow(Integer::sum, (a, b) -> a - b, seconds(4), seconds(1)));
            assertThrows(MillraceException.class, () -> pairs.groupByKeyAndWindow(seconds(3)));
            assertThrows(MillraceException.class, () -> words.countByWindow(seconds(3), seconds(2)));
            // what slides by 4 s can only be in windows of multiples of that
            assertThrows(
                    MillraceException.class,
                    () -> words.window(seconds(4), seconds(4)).window(seconds(6), seconds(4)));
        }
    }
}
