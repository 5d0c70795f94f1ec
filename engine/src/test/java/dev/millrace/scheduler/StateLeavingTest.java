package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.function.Function2;
import dev.millrace.function.Function3;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.JobListener;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.WindowedReduce;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.State;
import dev.millrace.streaming.StateSpec;
import dev.millrace.streaming.StreamingContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors that leave take nothing with them that would have to be read from a checkpoint, or be computed again. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StateLeavingTest {
    private static final int PARTITIONS = 6;
    private static final int KEYS = 500;
    private static final Function2<Long, Long, Long> SUM = Long::sum;
    private static final Function2<Long, Long, Long> DIFFERENCE = (all, less) -> all - less;

    /** How often each record was computed; static, as functions are sent as bytes. */
    private static final Map<Long, Integer> COMPUTED = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    /** What the last batch said of each key. */
    private final Map<Long, Long> counts = new ConcurrentHashMap<>();

    private final Map<Long, Long> expected = new TreeMap<>();
    private final AtomicInteger batches = new AtomicInteger();

    /** A state that is read from the checkpoint takes another stage. */
    @Test
    void noStateIsReadFromTheCheckpoint() throws Exception {
        Set<String> stages = ConcurrentHashMap.newKeySet();
        Set<String> usual;
        try (TestCluster cluster = new TestCluster(folder, 3);
                StreamingContext stream = new StreamingContext(cluster.context(), Durations.milliseconds(100))) {
            stream.checkpoint(folder.resolve("checkpoint").toString());
            cluster.context().addJobListener(new JobListener() {
                @Override
                public void onStageCompleted(StageCompleted stage) {
                    stages.add(stage.name() + " of " + stage.tasks());
                }
            });
            Function3<Long, Optional<Long>, State<Long>, Tuple2<Long, Long>> count = (key, one, state) -> {
                state.update(state.getOption().orElse(0L) + one.orElse(0L));
                return new Tuple2<>(key, state.get());
            };
            stream.rateStream(10_000, 3, n -> n)
                    .mapToPair(n -> new Tuple2<>(n % KEYS, 1L))
                    .mapWithState(StateSpec.function(count).numPartitions(PARTITIONS))
                    .foreachRDD(rdd -> {
                        rdd.collect().forEach(each -> {
                            counts.merge(each._1(), each._2(), Math::max);
                            expected.merge(each._1(), 1L, Long::sum);
                        });
                        batches.incrementAndGet();
                    });
            stream.start();
            awaitBatches(20);
            usual = Set.copyOf(stages);
            scaleWhileBatchesRun(cluster);
            stream.stop(false, true);
        }
        assertEquals(usual, stages);
        assertEquals(expected, new TreeMap<>(counts));
    }

    @Test
    void noPartOfAWindowIsComputedAgain() throws Exception {
        COMPUTED.clear();
        try (TestCluster cluster = new TestCluster(folder, 3);
                StreamingContext stream = new StreamingContext(cluster.context(), Durations.milliseconds(100))) {
            stream.rateStream(2_000, 3, n -> n)
                    .mapToPair(n -> {
                        COMPUTED.merge(n, 1, Integer::sum);
                        return new Tuple2<>(n % KEYS, 1L);
                    })
                    .reduceByKeyAndWindow(
                            SUM, DIFFERENCE, Durations.seconds(20), Durations.milliseconds(100), PARTITIONS, null)
                    .foreachRDD(rdd -> {
                        counts.clear();
                        rdd.collect().forEach(each -> counts.put(each._1(), each._2()));
                        batches.incrementAndGet();
                    });
            stream.start();
            scaleWhileBatchesRun(cluster);
            stream.stop(false, true);
        }
        assertTrue(COMPUTED.size() > 1_000, COMPUTED.size() + " records");
        COMPUTED.forEach((n, times) -> assertEquals(1, times, "record " + n));
    }

    private void scaleWhileBatchesRun(TestCluster cluster) throws Exception {
        awaitBatches(10);
        cluster.context().runner().scale(1, Set.of());
        cluster.awaitEnd(1);
        cluster.awaitEnd(2);
        awaitBatches(10);
    }

    private void awaitBatches(int more) {
        int wanted = batches.get() + more;
        await().atMost(60, TimeUnit.SECONDS).until(() -> batches.get() >= wanted);
    }

    @Test
    void tablesOfWindowsAreCopiedWhereNoBatchMovesThem() throws Exception {
        COMPUTED.clear();
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            MillraceContext context = cluster.context();
            List<PairRDD<Long, Long>> panes = List.of(pane(context, 0), pane(context, 1_000), pane(context, 2_000));
            PairRDD<Long, Long> first = slid(null, List.of(panes.get(0)), panes.subList(0, 1));
            assertEquals(KEYS, first.count());
            PairRDD<Long, Long> second = slid(first, List.of(panes.get(1)), panes.subList(0, 2));
            assertEquals(KEYS, second.count());

            context.runner().scale(1, Set.of());
            cluster.awaitEnd(1);

            PairRDD<Long, Long> third = slid(second, List.of(panes.get(2)), panes);
            assertEquals(3_000, third.values().reduce(Long::sum));
            assertEquals(3_000, COMPUTED.size());
            COMPUTED.forEach((n, times) -> assertEquals(1, times, "record " + n));
        }
    }

    private static PairRDD<Long, Long> pane(MillraceContext context, long from) {
        return context.parallelize(LongStream.range(from, from + 1_000).boxed().toList(), 2)
                .mapToPair(n -> {
                    COMPUTED.merge(n, 1, Integer::sum);
                    return new Tuple2<>(n % KEYS, 1L);
                })
                .reduceByKey(SUM, PARTITIONS)
                .cache();
    }

    private static PairRDD<Long, Long> slid(
            PairRDD<Long, Long> before, List<PairRDD<Long, Long>> entering, List<PairRDD<Long, Long>> window) {
        return WindowedReduce.slide(before, List.of(), entering, window, SUM, DIFFERENCE, null)
                .cache();
    }
}
