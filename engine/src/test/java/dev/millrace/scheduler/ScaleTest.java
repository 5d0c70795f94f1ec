package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that leave because the driver was told that it needs fewer, or others. */
class ScaleTest {
    private static final int PARTITIONS = 6;

    @TempDir
    private Path folder;

    /** Holds the tasks of a job back; static, as functions are sent as bytes. */
    private static volatile CountDownLatch held = new CountDownLatch(0);

    private static final AtomicInteger STARTED = new AtomicInteger();

    private static RDD<Integer> heldBack(MillraceContext context) {
        return context.parallelize(IntStream.range(0, PARTITIONS).boxed().toList(), PARTITIONS)
                .map(value -> {
                    STARTED.incrementAndGet();
                    held.await();
                    return value;
                });
    }

    @Test
    void executorsThatAreTooManyEndTheirTasksAndThenLeave() throws Exception {
        held = new CountDownLatch(1);
        STARTED.set(0);
        try (TestCluster cluster = new TestCluster(folder, 3)) {
            MillraceContext context = cluster.context();
            FutureTask<List<Integer>> job =
                    new FutureTask<>(() -> heldBack(context).collect());
            new Thread(job).start();
            await().until(() -> STARTED.get() == PARTITIONS);

            context.runner().scale(1, Set.of());
            context.runner().scale(1, Set.of()); // the same again changes nothing
            assertEquals(1, context.runner().desiredExecutors());
            assertEquals(1, context.runner().executorNames().size(), "none of the others gets new work");
            assertTrue(cluster.isRunning(1) && cluster.isRunning(2), "they left in the middle of a job");

            held.countDown();
            assertEquals(IntStream.range(0, PARTITIONS).boxed().toList(), job.get());
            assertEquals(PARTITIONS, STARTED.get(), "no task ran twice");
            cluster.awaitEnd(1);
            cluster.awaitEnd(2);
            assertEquals(PARTITIONS, heldBack(context).collect().size());
            assertTrue(cluster.isRunning(0));
        }
    }

    @Test
    void anExecutorLeavesAndItsReplacementTakesItsPlace() throws Exception {
        held = new CountDownLatch(0);
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            MillraceContext context = cluster.context();
            context.runner().scale(2, Set.of(0));
            cluster.awaitEnd(0);
            assertEquals(PARTITIONS, heldBack(context).collect().size());
            cluster.start(0);
            await().until(() -> context.runner().executorNames().size() == 2);
            assertEquals(PARTITIONS, heldBack(context).collect().size());
        }
    }

    @Test
    void whatALeavingExecutorKeepsIsNotLost() throws Exception {
        held = new CountDownLatch(0);
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            MillraceContext context = cluster.context();
            RDD<Integer> kept = heldBack(context).cache();
            assertEquals(PARTITIONS, kept.count());
            context.runner().scale(1, Set.of());
            assertEquals(PARTITIONS, kept.count());
            cluster.awaitEnd(1);
            assertEquals(IntStream.range(0, PARTITIONS).boxed().toList(), kept.collect());
        }
    }
}
