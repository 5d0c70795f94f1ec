package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.Action;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PartitionReader;
import dev.millrace.rdd.TaskContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An executor that joins gets ready before it has tasks, as long as others can do them. */
class PreparationTest {
    private final MillraceContext context =
            new MillraceContext(new MillraceConf(false).setMaster("local").setAppName("preparation"));
    private final DagScheduler scheduler =
            new DagScheduler(context.getConf(), context, new ExecutorPool(1, Duration.ofSeconds(20)));
    private final RecordingExecutor first = new RecordingExecutor("executor-0-1");
    private final RecordingExecutor second = new RecordingExecutor("executor-1-2");

    @AfterEach
    void stop() {
        context.stop();
    }

    private void makeAPlan() {
        PlanCache.Bound plan = scheduler.plans().bind(context.parallelize(List.of(1, 2), 2), null, null);
        scheduler.plans().release(List.of(plan), scheduler.executors());
    }

    @Test
    void whoIsThereFromTheBeginningIsReadyAtOnce() {
        scheduler.executorAdded(first);
        scheduler.executorAdded(second);
        assertEquals(List.of(first.name(), second.name()), scheduler.executorNames());
        assertEquals(List.of(), first.messages);
    }

    @Test
    void whoJoinsHasThePlansBeforeItIsGivenTasks() {
        scheduler.executorAdded(first);
        makeAPlan();
        scheduler.executorAdded(second);
        assertEquals(1, second.of(DriverMessage.InstallPlan.class).size());
        assertEquals(1, second.of(DriverMessage.Prepare.class).size());
        assertEquals(List.of(first.name()), scheduler.executorNames());

        scheduler.handle(second, new ExecutorMessage.Prepared());
        assertEquals(List.of(first.name(), second.name()), scheduler.executorNames());
    }

    @Test
    void whoHasJoinedGetsFewTasksAtFirst() {
        scheduler.executorAdded(first);
        makeAPlan();
        scheduler.executorAdded(second);
        scheduler.handle(second, new ExecutorMessage.Prepared());
        assertEquals(List.of(0), placed(second));
        for (int task = 0; task < 8; task++) {
            scheduler.executors().taskDone(second.name());
        }
        assertEquals(List.of(0, 2, 4), placed(second));
        for (int task = 0; task < 100; task++) {
            scheduler.executors().taskDone(second.name());
        }
        assertEquals(List.of(0, 2, 4, 6), placed(second));
    }

    /** Partitions of a stage of eight tasks that an executor is given. */
    private List<Integer> placed(RecordingExecutor executor) {
        StageBuilder builder = new StageBuilder(scheduler, List.of(second, first));
        List<Stage> stages = builder.build(
                context.parallelize(List.of(1, 2, 3, 4, 5, 6, 7, 8), 8),
                new Count(),
                IntStream.range(0, 8).toArray());
        scheduler.plans().release(builder.bound(), scheduler.executors());
        return stages.get(0).tasks().stream()
                .filter(task -> task.executor == executor)
                .map(task -> task.partition)
                .toList();
    }

    /** Is never run. */
    private static final class Count extends Action<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer run(PartitionReader<Integer> partition, TaskContext task) {
            throw new AssertionError("not to be run");
        }
    }

    @Test
    void whenAllOthersAreGoneItIsGivenTasksAllTheSame() {
        scheduler.executorAdded(first);
        makeAPlan();
        scheduler.executorAdded(second);
        scheduler.executorLost(first.name(), "killed");
        assertEquals(List.of(second.name()), scheduler.executorNames());
    }

    @Test
    void whoLeavesBeforeItIsReadyNeverHasTasks() {
        scheduler.executorAdded(first);
        makeAPlan();
        scheduler.executorAdded(second);
        scheduler.scale(1, Set.of(1));
        scheduler.handle(second, new ExecutorMessage.Prepared());
        assertFalse(scheduler.executorNames().contains(second.name()));
    }
}
