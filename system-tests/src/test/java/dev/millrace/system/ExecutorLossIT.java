package dev.millrace.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.StreamingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executor processes are killed and stopped in the middle of batches, and replaced; the output of each batch must be what a
 * plain computation over its records says, with none missing and none doubled.
 */
class ExecutorLossIT {
    private static final Duration INTERVAL = Durations.milliseconds(200);
    private static final int RECORDS_PER_SECOND = 5_000;
    private static final int BATCHES = 60;
    private static final int WINDOW = 4;
    private static final int EXECUTORS = 3;

    @TempDir
    Path folder;

    /** What one batch gave out. */
    private record Output(Map<String, Integer> counts, Map<String, Integer> window, Map<String, Integer> largest) {}

    private final Map<Long, Long> ended = new ConcurrentSkipListMap<>();

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void outputIsThatOfAPlainComputationThoughExecutorsAreKilled() throws Exception {
        Random random = Soak.seeded();
        try (ExecutorProcesses executors = new ExecutorProcesses(folder, EXECUTORS)) {
            MillraceConf conf = executors.driver().set(MillraceConfig.MAX_BATCHES, String.valueOf(BATCHES));
            Map<Long, List<Long>> records = new ConcurrentSkipListMap<>();
            Map<Long, Output> outputs = new ConcurrentSkipListMap<>();
            List<Long> recoveries = new ArrayList<>();
            try (StreamingContext context = new StreamingContext(conf, INTERVAL)) {
                define(context, records, outputs);
                context.start();
                while (!context.awaitTerminationOrTimeout(300 + random.nextInt(900))) {
                    int victim = random.nextInt(EXECUTORS);
                    long start = System.nanoTime();
                    if (random.nextInt(4) == 0) {
                        signal("STOP", executors.pid(victim));
                        context.awaitTerminationOrTimeout(2_500);
                        signal("CONT", executors.pid(victim));
                    } else {
                        executors.kill(victim);
                        executors.start(victim);
                        recoveries.add(start);
                    }
                }
            }
            verify(records, outputs);
            report(recoveries);
            for (int ordinal = 0; ordinal < EXECUTORS; ordinal++) {
                int code = executors.exitCode(ordinal); // 3: was still on its way to the driver when that ended
                assertTrue(code == 0 || code == 3, "exit code of executor " + ordinal + ": " + code);
            }
        }
    }

    private void define(StreamingContext context, Map<Long, List<Long>> records, Map<Long, Output> outputs) {
        DStream<Long> numbers = context.rateStream(RECORDS_PER_SECOND, 6, number -> number);
        PairDStream<String, Integer> keyed = numbers.mapToPair(number -> new Tuple2<>(key(number), value(number)));
        PairDStream<String, Integer> counts = keyed.reduceByKey(Integer::sum, 5);
        Duration length = INTERVAL.times(WINDOW);
        PairDStream<String, Integer> window =
                keyed.reduceByKeyAndWindow(Integer::sum, (first, second) -> first - second, length, INTERVAL);
        PairDStream<String, Integer> largest = keyed.reduceByKeyAndWindow(Math::max, length, INTERVAL);
        numbers.foreachRDD((rdd, time) -> {
            List<Long> all = new ArrayList<>(rdd.collect());
            Collections.sort(all);
            assertNull(records.put(time.milliseconds(), all), "batch " + time + " ran twice");
        });
        counts.cogroup(window.cogroup(largest)).foreachRDD((rdd, time) -> {
            Map<String, Integer> batch = new HashMap<>();
            Map<String, Integer> sums = new HashMap<>();
            Map<String, Integer> maxima = new HashMap<>();
            rdd.collect().forEach(row -> {
                row._2()._1().forEach(value -> batch.put(row._1(), value));
                row._2()._2().forEach(pair -> {
                    pair._1().forEach(value -> sums.put(row._1(), value));
                    pair._2().forEach(value -> maxima.put(row._1(), value));
                });
            });
            Output before = outputs.put(time.milliseconds(), new Output(batch, sums, maxima));
            assertNull(before, "batch " + time + " gave output twice");
            ended.put(System.nanoTime(), time.milliseconds());
        });
    }

    /** Takes some microseconds, so that a kill meets tasks at work. */
    private static String key(long number) {
        long mixed = number;
        for (int i = 0; i < 2_000; i++) {
            mixed = mixed * 6364136223846793005L + 1442695040888963407L;
        }
        return "key-" + Math.floorMod(mixed, 199);
    }

    private static int value(long number) {
        return (int) (number % 1_000);
    }

    private static void verify(Map<Long, List<Long>> records, Map<Long, Output> outputs) {
        assertEquals(BATCHES, records.size());
        assertEquals(records.keySet(), outputs.keySet());
        List<Map<String, Integer>> sums = new ArrayList<>();
        List<Map<String, Integer>> maxima = new ArrayList<>();
        long next = 0;
        long time = 0;
        for (Map.Entry<Long, List<Long>> batch : records.entrySet()) {
            assertTrue(
                    time == 0 || batch.getKey() == time + INTERVAL.milliseconds(), "a batch is missing after " + time);
            time = batch.getKey();
            Map<String, Integer> sum = new HashMap<>();
            Map<String, Integer> max = new HashMap<>();
            for (long number : batch.getValue()) {
                assertEquals(next++, number, "records of batch " + time);
                sum.merge(key(number), value(number), Integer::sum);
                max.merge(key(number), value(number), Math::max);
            }
            sums.add(sum);
            maxima.add(max);
            Output output = outputs.get(time);
            assertEquals(sum, output.counts(), "counts of batch " + time);
            assertEquals(last(sums, Integer::sum), withoutZeros(output.window()), "window of batch " + time);
            assertEquals(last(maxima, Math::max), output.largest(), "largest of batch " + time);
        }
    }

    private static Map<String, Integer> last(
            List<Map<String, Integer>> batches, java.util.function.BinaryOperator<Integer> combine) {
        Map<String, Integer> all = new HashMap<>();
        for (Map<String, Integer> batch : batches.subList(Math.max(0, batches.size() - WINDOW), batches.size())) {
            batch.forEach((key, value) -> all.merge(key, value, combine));
        }
        return all;
    }

    /** A key whose values have all left may stay, with what the inverse function makes of them. */
    private static Map<String, Integer> withoutZeros(Map<String, Integer> window) {
        Map<String, Integer> kept = new TreeMap<>(window);
        kept.values().removeIf(value -> value == 0);
        return new HashMap<>(kept);
    }

    private void report(List<Long> kills) {
        List<Long> millis = new ArrayList<>();
        TreeMap<Long, Long> ends = new TreeMap<>(ended);
        for (long kill : kills) {
            Map.Entry<Long, Long> next = ends.higherEntry(kill);
            if (next != null) {
                millis.add((next.getKey() - kill) / 1_000_000);
            }
        }
        Collections.sort(millis);
        System.out.println(kills.size() + " executors killed; milliseconds to the next complete batch: " + millis);
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                        .start()
                        .waitFor());
    }
}
