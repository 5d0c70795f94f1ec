package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** updateStateByKey and mapWithState, batch by batch. */
class StateTest {
    private static <K, V> Map<K, V> map(List<Tuple2<K, V>> pairs) {
        Map<K, V> map = new HashMap<>();
        pairs.forEach(pair -> assertEquals(null, map.put(pair._1(), pair._2()), "twice: " + pair._1()));
        return map;
    }

    private static Tuple2<String, Integer> pair(String key, int value) {
        return new Tuple2<>(key, value);
    }

    private static Optional<Integer> sum(List<Integer> values, Optional<Integer> state) {
        return Optional.of(state.orElse(0) + values.stream().mapToInt(n -> n).sum());
    }

    @Test
    void stateGoesFromBatchToBatch() {
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            List<List<Tuple2<String, Integer>>> sums =
                    driver.collect(PairDStream.of(input).updateStateByKey(StateTest::sum));
            input.add(pair("a", 1), pair("b", 2), pair("a", 3));
            driver.advance();
            input.add(pair("c", 5));
            driver.advance();
            driver.advance();
            input.add(pair("a", 10));
            driver.advance();
            assertEquals(Map.of("a", 4, "b", 2), map(sums.get(0)));
            assertEquals(Map.of("a", 4, "b", 2, "c", 5), map(sums.get(1)));
            assertEquals(Map.of("a", 4, "b", 2, "c", 5), map(sums.get(2)));
            assertEquals(Map.of("a", 14, "b", 2, "c", 5), map(sums.get(3)));
        }
    }

    @Test
    void aStateThatIsNotReturnedGoes() {
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            List<List<Tuple2<String, Integer>>> left = driver.collect(PairDStream.of(input)
                    .updateStateByKey(
                            (List<Integer> values, Optional<Integer> state) -> {
                                int rest = values.isEmpty() ? state.orElse(0) - 1 : values.get(0);
                                return rest > 0 ? Optional.of(rest) : Optional.empty();
                            },
                            3));
            input.add(pair("a", 2), pair("b", 1));
            driver.advance(4);
            assertEquals(
                    List.of(Map.of("a", 2, "b", 1), Map.of("a", 1), Map.of(), Map.of()),
                    left.stream().map(StateTest::map).toList());
        }
    }

    @Test
    void initialStatesAreThereBeforeTheFirstBatch() {
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            var initial = driver.millraceContext().parallelizePairs(List.of(pair("a", 100), pair("z", 26)));
            List<List<Tuple2<String, Integer>>> sums = driver.collect(
                    PairDStream.of(input).updateStateByKey(StateTest::sum, new HashPartitioner(3), initial));
            input.add(pair("a", 1));
            driver.advance(2);
            assertEquals(Map.of("a", 101, "z", 26), map(sums.get(0)));
            assertEquals(Map.of("a", 101, "z", 26), map(sums.get(1)));
        }
    }

    @Test
    void stateIsKeptThoughNoOutputAsksForEachBatch() {
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            List<List<Tuple2<String, Integer>>> sums = driver.collect(PairDStream.of(input)
                    .updateStateByKey(StateTest::sum)
                    .window(Streams.BATCH, Streams.BATCH.times(3)));
            for (int batch = 1; batch <= 6; batch++) {
                input.add(pair("a", batch));
                driver.advance();
            }
            assertEquals(
                    List.of(Map.of("a", 6), Map.of("a", 21)),
                    sums.stream().map(StateTest::map).toList());
        }
    }

    @Test
    void aWindowReachesOlderStates() {
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            List<List<Tuple2<String, Integer>>> sums = driver.collect(PairDStream.of(input)
                    .updateStateByKey(StateTest::sum)
                    .window(Streams.BATCH.times(3), Streams.BATCH));
            for (int batch = 1; batch <= 5; batch++) {
                input.add(pair("a", batch));
                driver.advance();
            }
            List<Tuple2<String, Integer>> last = new ArrayList<>(sums.get(4));
            last.sort((first, second) -> first._2() - second._2());
            assertEquals(List.of(pair("a", 6), pair("a", 10), pair("a", 15)), last);
        }
    }

    @Test
    void mapWithStateGivesOutWhatTheFunctionReturns() {
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            MapWithStateDStream<String, Integer, Integer, String> mapped = PairDStream.of(input)
                    .mapWithState(StateSpec.function((String key, Optional<Integer> value, State<Integer> state) -> {
                        int sum = state.getOption().orElse(0) + value.orElse(0);
                        if (sum > 9) {
                            state.remove();
                        } else {
                            state.update(sum);
                        }
                        return key + sum;
                    }));
            List<List<String>> given = driver.collect(mapped);
            List<List<Tuple2<String, Integer>>> snapshots = driver.collect(mapped.stateSnapshots());
            input.add(pair("a", 1), pair("a", 2), pair("b", 5));
            driver.advance();
            driver.advance();
            input.add(pair("b", 7), pair("c", 1));
            driver.advance();
            assertEquals(
                    List.of("a1", "a3", "b5"), given.get(0).stream().sorted().toList());
            assertEquals(List.of(), given.get(1));
            assertEquals(List.of("b12", "c1"), given.get(2).stream().sorted().toList());
            assertEquals(Map.of("a", 3, "b", 5), map(snapshots.get(0)));
            assertEquals(Map.of("a", 3, "b", 5), map(snapshots.get(1)));
            assertEquals(Map.of("a", 3, "c", 1), map(snapshots.get(2)));
        }
    }

    @Test
    void idleStatesTimeOutAfterALastLook() {
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            MapWithStateDStream<String, Integer, Integer, String> mapped = PairDStream.of(input)
                    .mapWithState(StateSpec.function(
                                    (Time time, String key, Optional<Integer> value, State<Integer> state) -> {
                                        if (state.isTimingOut()) {
                                            return Optional.of(key + " ends with " + state.get() + " at " + time);
                                        }
                                        state.update(value.orElseThrow());
                                        return Optional.<String>empty();
                                    })
                            .initialState(driver.millraceContext().parallelizePairs(List.of(pair("z", 9))))
                            .numPartitions(2)
                            .timeout(Streams.seconds(2)));
            List<List<String>> given = driver.collect(mapped);
            List<List<Tuple2<String, Integer>>> snapshots = driver.collect(mapped.stateSnapshots());
            input.add(pair("a", 1), pair("b", 2));
            driver.advance(); // 1 s
            input.add(pair("b", 3));
            driver.advance(); // 2 s
            driver.advance(4);
            assertEquals(
                    List.of(
                            List.of(),
                            List.of(),
                            List.of("z ends with 9 at 3000 ms"),
                            List.of("a ends with 1 at 4000 ms"),
                            List.of("b ends with 3 at 5000 ms"),
                            List.of()),
                    given);
            assertEquals(Map.of("b", 3), map(snapshots.get(3)));
            assertEquals(Map.of(), map(snapshots.get(5)));
        }
    }

    @Test
    void aStateRefusesWhatCannotBe() {
        State<Integer> state = new State<>();
        state.begin(null, false);
        assertEquals(
                ErrorCode.STATE,
                assertThrows(MillraceException.class, state::get).code());
        assertEquals("State()", state.toString());
        state.begin(1, true);
        MillraceException e = assertThrows(MillraceException.class, () -> state.update(2));
        assertTrue(e.getMessage().contains("is timing out"), e.getMessage());
        state.begin(1, false);
        state.remove();
        assertThrows(MillraceException.class, state::remove);
    }

    @Test
    void aStateThatFailsInTheMiddleIsTakenBackBeforeTheTaskRunsAgain() {
        try (StreamTestDriver driver = new StreamTestDriver(Streams.BATCH)) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            List<List<Tuple2<String, Integer>>> sums = driver.collect(PairDStream.of(input)
                    .mapWithState(StateSpec.function((String key, Optional<Integer> value, State<Integer> state) -> {
                        state.update(state.getOption().orElse(0) + value.orElse(0));
                        if (value.orElse(0) == 13
                                && dev.millrace.rdd.TaskContext.get().attemptNumber() < 2) {
                            throw new IllegalStateException("unlucky");
                        }
                        return key;
                    }))
                    .stateSnapshots());
            input.add(pair("a", 1), pair("a", 2));
            driver.advance();
            input.add(pair("a", 10), pair("b", 1), pair("a", 13));
            driver.advance();
            assertEquals(Map.of("a", 26, "b", 1), map(sums.get(1)));
        }
    }
}
