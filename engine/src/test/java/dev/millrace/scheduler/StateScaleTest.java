package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.function.Function3;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.TaskContext;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.State;
import dev.millrace.streaming.StateSpec;
import dev.millrace.streaming.StreamingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State moves to executors that join and away from those that leave, and nothing of it is lost. */
class StateScaleTest {
    private static final int PARTITIONS = 8;
    private static final int KEYS = 1_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** The executor of each partition of the state, at its last batch; static, as functions are sent as bytes. */
    private static final Map<Integer, String> PLACES = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    private final Map<Long, Long> counts = new TreeMap<>();
    private final AtomicLong records = new AtomicLong();

    @Test
    void stateMovesToExecutorsThatJoinAndAwayFromThoseThatLeave() throws Exception {
        PLACES.clear();
        try (TestCluster cluster = new TestCluster(folder, 2);
                StreamingContext stream = new StreamingContext(cluster.context(), Durations.milliseconds(100))) {
            stream.checkpoint(folder.resolve("checkpoint").toString());
            countByKey(stream);
            stream.start();
            awaitPartitions(4, 4);
            for (int round = 0; round < 2; round++) {
                cluster.start(2);
                cluster.start(3);
                cluster.context().runner().scale(4, Set.of());
                awaitPartitions(2, 2, 2, 2);
                cluster.context().runner().scale(2, Set.of());
                cluster.awaitEnd(2);
                cluster.awaitEnd(3);
                awaitPartitions(4, 4);
            }
            stream.stop(false, true);
        }
        Map<Long, Long> expected = new TreeMap<>();
        for (long n = 0; n < records.get(); n++) {
            expected.merge(n % KEYS, 1L, Long::sum);
        }
        assertEquals(expected, counts);
    }

    private void countByKey(StreamingContext stream) {
        Function3<Long, Optional<Long>, State<Long>, Tuple2<Long, Long>> count = (key, one, state) -> {
            TaskContext task = Objects.requireNonNull(TaskContext.get());
            PLACES.put(task.partitionId(), task.executorId());
            state.update(state.getOption().orElse(0L) + one.orElse(0L));
            return new Tuple2<>(key, state.get());
        };
        stream.rateStream(20_000, 2, n -> n)
                .mapToPair(n -> new Tuple2<>(n % KEYS, 1L))
                .mapWithState(StateSpec.function(count).numPartitions(PARTITIONS))
                .foreachRDD(rdd -> rdd.collect().forEach(each -> {
                    counts.merge(each._1(), each._2(), Math::max);
                    records.incrementAndGet();
                }));
    }

    /** Waits until executors have so many partitions each. */
    private static void awaitPartitions(Integer... each) {
        await().atMost(SOON)
                .untilAsserted(() -> assertEquals(
                        List.of(each),
                        PLACES.values().stream()
                                .collect(Collectors.groupingBy(place -> place, TreeMap::new, Collectors.counting()))
                                .values()
                                .stream()
                                .map(Long::intValue)
                                .toList()));
    }
}
