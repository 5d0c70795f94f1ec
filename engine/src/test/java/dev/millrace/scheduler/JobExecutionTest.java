package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.Action;
import dev.millrace.rdd.Dependency;
import dev.millrace.rdd.JobDescription;
import dev.millrace.rdd.LongAccumulator;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.Partition;
import dev.millrace.rdd.PartitionReader;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.RangeDependency;
import dev.millrace.rdd.TaskContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job at an executor whose messages a test sends, in the order that it chooses. */
class JobExecutionTest {
    private static final int SENDERS = 2;

    private final MillraceContext context =
            new MillraceContext(new MillraceConf(false).setMaster("local").setAppName("job"));
    private final DagScheduler scheduler =
            new DagScheduler(context.getConf(), context, new ExecutorPool(1, Duration.ofSeconds(20)));
    private final RecordingExecutor executor = new RecordingExecutor("executor-0-1");
    private final LongAccumulator added = context.longAccumulator();
    private final List<Integer> results = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void register() {
        scheduler.executorAdded(executor);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** Is never run: the test says what comes of it. */
    private static final class Sum extends Action<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer run(PartitionReader<Integer> partition, TaskContext task) {
            throw new AssertionError("not to be run");
        }
    }

    private RDD<Integer> shuffled() {
        return context.parallelizePairs(List.of(new Tuple2<>(1, 1), new Tuple2<>(2, 2)), SENDERS)
                .reduceByKey(Integer::sum, 1)
                .values();
    }

    private FutureTask<Boolean> started(RDD<Integer> rdd, int[] partitions) {
        FutureTask<Boolean> job = new FutureTask<>(() -> {
            scheduler.run(rdd, new Sum(), partitions, (position, result) -> results.add(result), JobDescription.NONE);
            return true;
        });
        new Thread(job).start();
        await().until(() -> !executor.of(DriverMessage.RunTasks.class).isEmpty());
        return job;
    }

    private DriverMessage.RunTasks run() {
        return executor.of(DriverMessage.RunTasks.class).get(0);
    }

    private void succeeded(int stage, int partition, Integer result) {
        LongAccumulator part = new LongAccumulator();
        part.add(1L);
        scheduler.handle(
                executor,
                new ExecutorMessage.TaskSucceeded(run().job(), stage, partition, result, Map.of(added.id(), part), 1));
    }

    @Test
    void aJobWaitsForTheReportsOfTheTasksBehindItsResults() throws Exception {
        FutureTask<Boolean> job = started(shuffled(), new int[] {0});
        succeeded(0, 0, null);
        succeeded(1, 0, 3);
        await().until(() -> added.value() == 2);
        assertEquals(List.of(3), results);
        assertFalse(job.isDone());
        succeeded(0, 1, null);
        assertTrue(job.get(20, TimeUnit.SECONDS));
        assertEquals(3L, added.value());
    }

    @Test
    void aJobDoesNotWaitForReportsOfALostExecutor() throws Exception {
        FutureTask<Boolean> job = started(shuffled(), new int[] {0});
        succeeded(1, 0, 3);
        scheduler.executorLost(executor.name(), "killed");
        assertTrue(job.get(20, TimeUnit.SECONDS));
        assertEquals(List.of(3), results);
    }

    /** One partition, of another data set than the one it depends on. */
    private static final class Ignoring extends RDD<Integer> {
        private static final long serialVersionUID = 1L;
        private final transient RDD<Integer> parent;

        Ignoring(RDD<Integer> parent) {
            super(parent.context());
            this.parent = parent;
        }

        @Override
        public List<Dependency<?>> dependencies() {
            return List.of(new RangeDependency<>(parent, 0, 0));
        }

        @Override
        protected Partition[] getPartitions() {
            return context().parallelize(List.of(3), 1).partitions();
        }

        @Override
        public Iterator<Integer> compute(Partition partition, TaskContext task) {
            throw new AssertionError("not to be run");
        }
    }

    @Test
    void aJobDoesNotWaitForTasksThatItsResultsDoNotNeed() throws Exception {
        FutureTask<Boolean> job = started(shuffled().union(new Ignoring(shuffled())), new int[] {0, 1});
        assertEquals(3, run().stages().size());
        succeeded(0, 0, null);
        succeeded(0, 1, null);
        succeeded(2, 0, 3);
        succeeded(2, 1, 3);
        assertTrue(job.get(20, TimeUnit.SECONDS));
    }

    @Test
    void stagesThatNoPartitionOfTheJobReadsAreLeftOut() throws Exception {
        RDD<Integer> both = shuffled().union(shuffled());
        FutureTask<Boolean> job = started(both, new int[] {1});
        assertEquals(
                List.of(SENDERS, 1),
                run().stages().stream().map(StageRun::taskCount).toList());
        StageRun last = run().stages().get(1);
        int input = last.tasks()[0].reads()[0];
        assertEquals(run().stages().get(0).output(), last.inputs()[input]);
        assertNull(last.inputs()[1 - input]);
        succeeded(0, 0, null);
        succeeded(0, 1, null);
        succeeded(1, 1, 3);
        assertTrue(job.get(20, TimeUnit.SECONDS));
    }

    @Test
    void whatWasLeftOutIsComputedWhenItIsAskedFor() {
        RDD<Integer> both = shuffled().union(shuffled().map(value -> value * 10));
        assertEquals(Set.of(1, 2, 10, 20), Set.copyOf(both.take(4)));
        assertEquals(Set.of(1, 2, 10, 20), Set.copyOf(both.collect()));
    }
}
