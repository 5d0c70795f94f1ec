package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State that outlives its driver, found by the name of its operator. */
class StateRestartTest {
    private static final Duration BATCH = Durations.milliseconds(100);
    private static final long START = 1_700_000_000_000L;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(START);
    private final Ledger ledger = new Ledger();
    private final MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("test");
    private final List<StreamingContext> contexts = new ArrayList<>();
    private final Map<Long, Map<Long, Object>> states = Collections.synchronizedMap(new TreeMap<>());
    private volatile long failAt = -1;

    /** A state of the program's own. */
    record Total(long sum, int times) {}

    @AfterEach
    void stop() {
        contexts.forEach(StreamingContext::stop);
    }

    private StreamingContext context() {
        StreamingContext context = new StreamingContext(new MillraceContext(conf.clone()), BATCH, clock);
        contexts.add(context);
        context.checkpoint(folder.resolve("checkpoint").toString());
        return context;
    }

    private static Optional<Total> add(List<Long> values, Optional<Total> state) {
        Total before = state.orElse(new Total(0, 0));
        return Optional.of(
                new Total(before.sum() + values.stream().mapToLong(n -> n).sum(), before.times() + values.size()));
    }

    private <S> void collect(PairDStream<Long, S> stream) {
        stream.foreachPairRDD((rdd, time) -> {
            long number = (time.milliseconds() - START) / BATCH.milliseconds();
            Map<Long, Object> batch = new TreeMap<>();
            for (Tuple2<Long, S> pair : rdd.collect()) {
                assertEquals(null, batch.put(pair._1(), pair._2()), "twice: " + pair);
            }
            if (number == failAt) {
                throw new IOException("down");
            }
            states.put(number, batch);
        });
    }

    /** Sums of the ledger's numbers by their last digit. */
    private PairDStream<Long, Total> totals(StreamingContext context, int partitions) {
        return new Ledger.Reader(context, ledger)
                .mapToPair(number -> new Tuple2<>(number % 10, number))
                .updateStateByKey(StateRestartTest::add, partitions);
    }

    private void tick(int expected) {
        clock.advance(BATCH.milliseconds());
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> states.size() >= expected);
    }

    @Test
    void stateGoesOn() {
        for (int run = 1; run <= 4; run++) {
            StreamingContext context = context();
            collect(totals(context, 2));
            context.start();
            ledger.add(run, 10 + run, 7);
            tick(run);
            context.stop(true, true);
        }
        assertEquals(
                Map.of(
                        1L,
                        new Total(12, 2),
                        2L,
                        new Total(14, 2),
                        3L,
                        new Total(16, 2),
                        4L,
                        new Total(18, 2),
                        7L,
                        new Total(28, 4)),
                states.get(4L));
    }

    @Test
    void aBatchThatRunsAgainFindsTheStateOfTheBatchBefore() {
        StreamingContext context = context();
        collect(totals(context, 2));
        context.start();
        ledger.add(1);
        tick(1);
        failAt = 2;
        ledger.add(11);
        clock.advance(BATCH.milliseconds());
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> context.getState() == StreamingContextState.STOPPED);
        failAt = -1;
        StreamingContext next = context();
        collect(totals(next, 2));
        next.start();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> states.containsKey(2L));
        assertEquals(Map.of(1L, new Total(12, 2)), states.get(2L));
    }

    @Test
    void theNumberOfPartitionsMayChange() {
        int run = 0;
        for (int partitions : new int[] {1, 5, 200, 3}) {
            StreamingContext context = context();
            collect(totals(context, partitions));
            context.start();
            ledger.add(++run, 8);
            tick(run);
            context.stop(true, true);
        }
        assertEquals(new Total(32, 4), states.get(4L).get(8L));
        assertEquals(5, states.get(4L).size());
    }

    @Test
    void aChangedFunctionSeesTheOldState() {
        StreamingContext context = context();
        collect(totals(context, 2));
        context.start();
        ledger.add(4);
        tick(1);
        context.stop(true, true);
        StreamingContext changed = context();
        changed.rateStream(10, n -> n).map(n -> n).foreachRDD(rdd -> {});
        collect(new Ledger.Reader(changed, ledger)
                .mapToPair(number -> new Tuple2<>(number % 10, number))
                .updateStateByKey((List<Long> values, Optional<Total> state) ->
                        state.map(total -> new Total(total.sum() * 2, -1)).or(() -> Optional.of(new Total(0, 0)))));
        changed.start();
        tick(2);
        assertEquals(Map.of(4L, new Total(8, -1)), states.get(2L));
    }

    @Test
    void stateThatVanishedIsListedUnlessItMayGo() {
        StreamingContext context = context();
        collect(totals(context, 2).uid("totals"));
        context.start();
        ledger.add(4);
        tick(1);
        context.stop(true, true);
        StreamingContext renamed = context();
        collect(totals(renamed, 2).uid("sums"));
        MillraceException e = assertThrows(MillraceException.class, renamed::start);
        assertEquals(ErrorCode.CHECKPOINT, e.code());
        assertTrue(
                e.getMessage().contains("state of operators that the program has no more: [totals]"), e.getMessage());
        conf.set(MillraceConfig.CHECKPOINT_ALLOW_DROPPED, "true");
        StreamingContext dropped = context();
        collect(totals(dropped, 2).uid("sums"));
        dropped.start();
        ledger.add(5);
        tick(2);
        assertEquals(Map.of(5L, new Total(5, 1)), states.get(2L));
    }

    @Test
    void initialStatesAreForTheFirstRunAlone() {
        for (int run = 1; run <= 2; run++) {
            StreamingContext context = context();
            var initial = context.millraceContext().parallelizePairs(List.of(new Tuple2<>(1L, new Total(100, 0))));
            collect(new Ledger.Reader(context, ledger)
                    .mapToPair(number -> new Tuple2<>(number % 10, number))
                    .updateStateByKey(StateRestartTest::add, new dev.millrace.rdd.HashPartitioner(2), initial));
            context.start();
            ledger.add(1);
            tick(run);
            context.stop(true, true);
        }
        assertEquals(Map.of(1L, new Total(102, 2)), states.get(2L));
    }

    @Test
    void mapWithStateGoesOnWithItsTimeouts() {
        for (int run = 1; run <= 5; run++) {
            StreamingContext context = context();
            MapWithStateDStream<Long, Long, Long, Long> mapped = new Ledger.Reader(context, ledger)
                    .mapToPair(number -> new Tuple2<>(number % 10, number))
                    .mapWithState(StateSpec.function((Long key, Optional<Long> value, State<Long> state) -> {
                                if (!state.isTimingOut()) {
                                    state.update(state.getOption().orElse(0L) + value.orElse(0L));
                                }
                                return key;
                            })
                            .timeout(BATCH.times(2)))
                    .uid("sums");
            collect(mapped.stateSnapshots());
            context.start();
            if (run == 1) {
                ledger.add(1);
            }
            ledger.add(2);
            tick(run);
            context.stop(true, true);
        }
        assertEquals(Map.of(1L, 1L, 2L, 6L), states.get(3L));
        assertEquals(Map.of(2L, 8L), states.get(4L));
        assertEquals(Map.of(2L, 10L), states.get(5L));
    }

    @Test
    void whatOnlyJavaSerializationCanWriteIsRefused() {
        StreamingContext context = context();
        new Ledger.Reader(context, ledger)
                .mapToPair(number -> new Tuple2<>(number, number))
                .updateStateByKey((List<Long> values, Optional<Thread.State[]> state) -> state)
                .foreachRDD(rdd -> {});
        new Ledger.Reader(context, ledger)
                .mapToPair(number -> new Tuple2<>(number, number))
                .updateStateByKey((List<Long> values, Optional<Locale> state) -> Optional.of(new Locale()))
                .foreachRDD(rdd -> {});
        context.start();
        ledger.add(1);
        clock.advance(BATCH.milliseconds());
        MillraceException e = assertThrows(MillraceException.class, context::awaitTermination);
        assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
        assertTrue(e.getMessage().contains("has a form of its own"), e.getMessage());
    }

    /** Says itself how it is serialized. */
    static final class Locale implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        private Object writeReplace() {
            return "locale";
        }
    }

    /** Many batches, with restarts and failures between them at random, against a plain computation. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyRestartsGiveTheStateOfAPlainComputation(long seed) {
        Random random = new Random(seed);
        Map<Long, Map<Long, Object>> expected = new TreeMap<>();
        Map<Long, Object> state = new HashMap<>();
        StreamingContext context = null;
        for (long batch = 1; batch <= 40; batch++) {
            if (context == null) {
                context = context();
                collect(totals(context, 1 + random.nextInt(6)));
                context.start();
            }
            for (int i = random.nextInt(5); i > 0; i--) {
                long number = random.nextInt(1_000);
                ledger.add(number);
                state.merge(
                        number % 10,
                        new Total(number, 1),
                        (first, second) -> new Total(
                                ((Total) first).sum() + ((Total) second).sum(),
                                ((Total) first).times() + ((Total) second).times()));
            }
            expected.put(batch, new TreeMap<>(state));
            boolean fails = random.nextInt(6) == 0;
            failAt = fails ? batch : -1;
            clock.advance(BATCH.milliseconds());
            StreamingContext running = context;
            long number = batch;
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> states.containsKey(number) || running.getState() == StreamingContextState.STOPPED);
            if (fails || random.nextInt(5) == 0) {
                running.stop(true, !fails && random.nextBoolean());
                context = null;
                failAt = -1;
            }
        }
        StreamingContext last = context();
        collect(totals(last, 3));
        if (context != null) {
            context.stop(true, true);
        }
        last.start();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> states.size() >= 40);
        assertEquals(expected, states, "seed " + seed);
    }
}
