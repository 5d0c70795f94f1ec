package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.StreamingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows whose executors are lost, after a restart of the driver too, are read from the checkpoint: the source has nothing any more. */
class WindowLossTest {
    private static final Duration BATCH = Durations.milliseconds(100);
    private static final int LENGTH = 12;

    /** Smaller records cannot be read any more; static, as functions are sent as bytes. */
    private static final AtomicLong EXPIRED = new AtomicLong();

    @TempDir
    private Path folder;

    private final Map<Long, Map<Long, Long>> batches = Collections.synchronizedMap(new TreeMap<>());
    private final Map<Long, Map<Long, Long>> inverse = Collections.synchronizedMap(new TreeMap<>());
    private final Map<Long, Map<Long, Long>> stacks = Collections.synchronizedMap(new TreeMap<>());
    private final TreeMap<Long, Long> firsts = new TreeMap<>();

    private static long read(long number) {
        if (number < EXPIRED.get()) {
            throw new IllegalStateException("read again: " + number + ", expired: up to " + EXPIRED.get());
        }
        return number;
    }

    private void define(StreamingContext stream) {
        DStream<Long> numbers = stream.rateStream(1_000, 4, n -> n).map(WindowLossTest::read);
        numbers.foreachRDD((rdd, time) -> {
            long batch = time.milliseconds() / BATCH.milliseconds();
            rdd.collect().stream().min(Long::compare).ifPresent(first -> firsts.put(batch, first));
            // The batch before may be being committed; those before it are.
            if (firsts.containsKey(batch - 1)) {
                EXPIRED.accumulateAndGet(firsts.get(batch - 1), Math::max);
            }
        });
        PairDStream<Long, Long> keyed = numbers.mapToPair(n -> new Tuple2<>(n % 5, n));
        collect(keyed.reduceByKey(Long::sum, 4), batches);
        collect(keyed.reduceByKeyAndWindow(Long::sum, BATCH.times(LENGTH), BATCH, 4), stacks);
        collect(
                keyed.reduceByKeyAndWindow(Long::sum, (all, left) -> all - left, BATCH.times(LENGTH), BATCH, 4, null),
                inverse);
    }

    private static void collect(PairDStream<Long, Long> stream, Map<Long, Map<Long, Long>> to) {
        stream.foreachPairRDD(
                (rdd, time) -> to.put(time.milliseconds() / BATCH.milliseconds(), new TreeMap<>(rdd.collectAsMap())));
    }

    private void awaitMore(int count) {
        int wanted = inverse.size() + count;
        await().atMost(60, TimeUnit.SECONDS).until(() -> inverse.size() >= wanted);
    }

    @Test
    void whatAnExecutorHadIsReadFromTheCheckpoint() throws Exception {
        EXPIRED.set(0);
        for (int run = 1; run <= 2; run++) {
            Path own = Files.createDirectories(folder.resolve("run-" + run));
            try (TestCluster cluster = new TestCluster(own, 3);
                    StreamingContext stream = new StreamingContext(cluster.context(), BATCH)) {
                stream.checkpoint(folder.resolve("checkpoint").toString());
                define(stream);
                stream.start();
                awaitMore(run == 1 ? LENGTH + 3 : 3);
                cluster.stop(0);
                awaitMore(3);
                cluster.stop(1);
                awaitMore(LENGTH / 2);
                stream.stop(false, true);
            }
        }
        assertTrue(batches.size() > 2 * LENGTH, "batches: " + batches.size());
        batches.keySet().forEach(batch -> {
            Map<Long, Long> expected = new TreeMap<>();
            for (long at = batch - LENGTH + 1; at <= batch; at++) {
                batches.getOrDefault(at, Map.of()).forEach((key, sum) -> expected.merge(key, sum, Long::sum));
            }
            assertEquals(expected, inverse.get(batch), "with an inverse function, batch " + batch);
            assertEquals(expected, stacks.get(batch), "without one, batch " + batch);
        });
    }
}
