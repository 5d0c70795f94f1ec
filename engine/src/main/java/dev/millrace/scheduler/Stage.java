package dev.millrace.scheduler;

import dev.millrace.rdd.Partition;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ShuffleDependency;
import dev.millrace.shuffle.ShuffleKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stage of one attempt of a job: tasks that run in one loop each, from sources or shuffles to a shuffle or a result. */
final class Stage {
    /** An input of a task: a partition of a shuffle. */
    record Read(ShuffleDependency<?, ?, ?> shuffle, int partition) {}

    /** A task, and where it runs. */
    static final class Placed {
        final int partition;
        final Partition split;
        final List<Read> reads;
        final List<StageRun.RemoteBlock> remote;
        final ExecutorHandle executor;
        int attempt;
        boolean done;

        Placed(
                int partition,
                Partition split,
                List<Read> reads,
                List<StageRun.RemoteBlock> remote,
                ExecutorHandle executor) {
            this.partition = partition;
            this.split = split;
            this.reads = reads;
            this.remote = remote;
            this.executor = executor;
        }
    }

    private final int position;
    private final RDD<?> root;
    private final @Nullable ShuffleDependency<?, ?, ?> shuffle;
    private final @Nullable ShuffleKey output;
    private final PlanCache.Bound plan;
    private final List<Placed> tasks = new ArrayList<>();
    private int[][] targets = new int[0][];
    private int remaining;

    Stage(
            int position,
            RDD<?> root,
            @Nullable ShuffleDependency<?, ?, ?> shuffle,
            @Nullable ShuffleKey output,
            PlanCache.Bound plan) {
        this.position = position;
        this.root = root;
        this.shuffle = shuffle;
        this.output = output;
        this.plan = plan;
    }

    int position() {
        return position;
    }

    RDD<?> root() {
        return root;
    }

    @Nullable
    ShuffleDependency<?, ?, ?> shuffle() {
        return shuffle;
    }

    @Nullable
    ShuffleKey output() {
        return output;
    }

    PlanCache.Bound plan() {
        return plan;
    }

    List<Placed> tasks() {
        return tasks;
    }

    void add(Placed task) {
        tasks.add(task);
        remaining++;
    }

    /** The task that computes a partition. */
    Placed task(int partition) {
        if (partition < tasks.size() && tasks.get(partition).partition == partition) {
            return tasks.get(partition);
        }
        for (Placed task : tasks) {
            if (task.partition == partition) {
                return task;
            }
        }
        throw new IllegalStateException("stage " + position + " has no task for partition " + partition);
    }

    /** Marks a task as done; false when it was already. */
    boolean done(Placed task) {
        if (task.done) {
            return false;
        }
        task.done = true;
        remaining--;
        return true;
    }

    boolean isComplete() {
        return remaining == 0;
    }

    int[][] targets() {
        return targets;
    }

    void sendTo(int[][] where) {
        this.targets = where;
    }

    /** What the stage does, for messages. */
    String description() {
        return root.name() + (shuffle == null ? "" : ", sending to a shuffle");
    }
}
