package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.LongAccumulator;
import dev.millrace.rdd.MillraceContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on executors that are reached over sockets, and lost. */
class ClusterTest {
    @TempDir
    private Path folder;

    /** Holds the tasks of a result stage back until an executor is lost; static, as functions are sent as bytes. */
    private static volatile CountDownLatch lost = new CountDownLatch(0);

    @Test
    void accumulatorsCountOnceThoughAJobIsPlannedAgain() throws Exception {
        lost = new CountDownLatch(1);
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            MillraceContext context = cluster.context();
            LongAccumulator seen = context.longAccumulator();
            LongAccumulator results = context.longAccumulator();
            FutureTask<Map<Integer, Integer>> job = new FutureTask<>(() -> context.parallelize(
                            IntStream.range(0, 100).boxed().toList(), 4)
                    .mapToPair(value -> {
                        seen.add(1L);
                        return new Tuple2<>(value % 5, 1);
                    })
                    .reduceByKey(Integer::sum, 4)
                    .mapValues(count -> {
                        lost.await();
                        results.add(1L);
                        return count;
                    })
                    .collectAsMap());
            new Thread(job).start();
            await().until(() -> seen.value() == 100);
            cluster.stop(0);
            await().until(() -> context.runner().executorNames().size() == 1);
            lost.countDown();
            assertEquals(Map.of(0, 20, 1, 20, 2, 20, 3, 20, 4, 20), job.get());
            assertEquals(100L, seen.value());
            assertEquals(5L, results.value());
        }
    }

    /** A value that no codec takes. */
    private static final class Closed {
        final Thread thread = Thread.currentThread();
    }

    @Test
    void aResultThatCannotBeSentFailsItsJobOnly() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 1)) {
            MillraceContext context = cluster.context();
            MillraceException failed = assertThrows(
                    MillraceException.class,
                    () -> context.parallelize(List.of(1, 2, 3, 4), 4)
                            .map(value -> new Closed())
                            .collect());
            assertTrue(failed.getMessage().contains("Thread"), failed.getMessage());
            assertEquals(
                    List.of(1, 2, 3, 4),
                    context.parallelize(List.of(1, 2, 3, 4), 4).collect());
            assertEquals(1, context.runner().executorNames().size());
        }
    }
}
