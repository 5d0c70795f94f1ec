package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.Broadcast;
import dev.millrace.rdd.LongAccumulator;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contexts of one JVM are apart: each works as if alone, and what one made is refused by the other. */
class TwoContextsTest {
    private final MillraceContext first = open("first");
    private final MillraceContext second = open("second");

    private static MillraceContext open(String name) {
        return new MillraceContext(new MillraceConf(false).setMaster("local[2]").setAppName(name));
    }

    @AfterEach
    void stop() {
        first.stop();
        second.stop();
    }

    @Test
    void bothWorkAtTheSameTime() throws Exception {
        FutureTask<Boolean> other = new FutureTask<>(work(second, 1_000));
        new Thread(other).start();
        assertTrue(work(first, 1).call());
        assertTrue(other.get());
    }

    /** Shuffles, kept partitions, broadcasts and accumulators, whose numbers depend on the context. */
    private static Callable<Boolean> work(MillraceContext context, int factor) {
        return () -> {
            for (int round = 0; round < 20; round++) {
                Broadcast<Integer> scale = context.broadcast(factor);
                LongAccumulator seen = context.longAccumulator();
                Function<Integer, Integer> scaled = value -> {
                    seen.add(1L);
                    return value * scale.value();
                };
                RDD<Integer> kept = context.parallelize(
                                IntStream.range(0, 40).boxed().toList(), 4)
                        .map(scaled)
                        .cache();
                PairRDD<Integer, Integer> sums = kept.mapToPair(value -> new Tuple2<>(value / scale.value() % 2, value))
                        .reduceByKey(Integer::sum, 3);
                assertEquals(Map.of(0, 380 * factor, 1, 400 * factor), sums.collectAsMap());
                assertEquals(40, kept.count());
                assertEquals(40L, seen.value());
                kept.unpersist();
                context.destroy(scale);
            }
            return true;
        };
    }

    @Test
    void oneGoesOnWhenTheOtherIsStopped() {
        RDD<Integer> kept = second.parallelize(List.of(1, 2, 3), 2).cache();
        assertEquals(3, kept.count());
        first.stop();
        assertEquals(List.of(1, 2, 3), kept.collect());
        assertEquals(
                List.of(second),
                MillraceContext.active().stream()
                        .filter(context -> context == first || context == second)
                        .toList());
    }

    @Test
    void dataSetsOfTwoContextsDoNotMix() {
        RDD<Integer> mine = first.parallelize(List.of(1), 1);
        RDD<Integer> other = second.parallelize(List.of(2), 1);
        assertRefused(() -> mine.union(other).collect());
        PairRDD<Integer, Integer> myPairs = mine.keyBy(value -> 1);
        PairRDD<Integer, Integer> otherPairs = other.keyBy(value -> 1);
        assertRefused(() -> myPairs.join(otherPairs).collect());
    }

    private static void assertRefused(Callable<?> work) {
        MillraceException refused = assertThrows(MillraceException.class, work::call);
        assertEquals(ErrorCode.ARGUMENT, refused.code());
        assertTrue(
                refused.getMessage().contains("(second)")
                        && refused.getMessage().contains("(first)"),
                refused.getMessage());
    }

    @Test
    void aBroadcastOfAnotherContextIsUnknown() {
        first.broadcast("mine, and the first of this context");
        Broadcast<String> other = second.broadcast("the other's");
        MillraceException refused = assertThrows(
                MillraceException.class,
                () -> first.parallelize(List.of(1), 1)
                        .map(value -> other.value())
                        .collect());
        assertTrue(refused.getMessage().contains("another MillraceContext"), refused.getMessage());
    }

    @Test
    void anAccumulatorOfAnotherContextIsUnknown() {
        LongAccumulator other = second.longAccumulator();
        MillraceException refused = assertThrows(
                MillraceException.class, () -> first.parallelize(List.of(1L), 1).foreach(other::add));
        assertTrue(refused.getMessage().contains("LongAccumulator"), refused.getMessage());
        assertEquals(0L, other.value());
    }
}
