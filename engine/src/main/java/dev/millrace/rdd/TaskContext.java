package dev.millrace.rdd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The task that runs on this thread. Used by that thread only. */
public final class TaskContext {
    private static final ThreadLocal<@Nullable TaskContext> CURRENT = new ThreadLocal<>();

    private final TaskServices services;
    private final int stageId;
    private final int partitionId;
    private final int attemptNumber;
    private final OptionalLong batchTime;
    private final List<Runnable> completionListeners = new ArrayList<>();
    private final Map<Long, AccumulatorV2<?, ?>> accumulators = new HashMap<>();

    /** Made by the engine for each task. */
    public TaskContext(TaskServices services, int stageId, int partitionId, int attemptNumber, OptionalLong batchTime) {
        this.services = services;
        this.stageId = stageId;
        this.partitionId = partitionId;
        this.attemptNumber = attemptNumber;
        this.batchTime = batchTime;
    }

    /** The task of this thread, null outside a task. */
    public static @Nullable TaskContext get() {
        return CURRENT.get();
    }

    /** Runs {@code body} as this task, and its completion listeners afterwards. */
    public <R> R run(Body<R> body) throws Exception {
        CURRENT.set(this);
        Throwable failure = null;
        try {
            return body.run();
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            complete(failure);
            CURRENT.remove();
        }
    }

    /** The work of a task. */
    @FunctionalInterface
    public interface Body<R> {
        R run() throws Exception;
    }

    private void complete(@Nullable Throwable failure) {
        RuntimeException first = null;
        for (int i = completionListeners.size() - 1; i >= 0; i--) {
            try {
                completionListeners.get(i).run();
            } catch (RuntimeException e) {
                if (failure != null) {
                    failure.addSuppressed(e);
                } else if (first == null) {
                    first = e;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Position of the stage in its job. */
    public int stageId() {
        return stageId;
    }

    /** Position of the partition that this task computes. */
    public int partitionId() {
        return partitionId;
    }

    /** 0 for the first try of this task, 1 for the second, and so on. */
    public int attemptNumber() {
        return attemptNumber;
    }

    /** Time of the batch in milliseconds since the epoch; empty for a job outside a stream. */
    public OptionalLong batchTime() {
        return batchTime;
    }

    /** Name of the executor that the task runs on. */
    public String executorId() {
        return services.executorId();
    }

    /** Calls {@code listener} when the task ends, however it ends; the last one added is called first. */
    public void addTaskCompletionListener(Runnable listener) {
        completionListeners.add(listener);
    }

    /** For the engine's own operations. */
    public TaskServices services() {
        return services;
    }

    /** This task's part of an accumulator. */
    @SuppressWarnings("unchecked")
    <A extends AccumulatorV2<?, ?>> A part(A accumulator) {
        return (A) accumulators.computeIfAbsent(accumulator.id(), id -> accumulator.emptyCopy());
    }

    /** What the task added to accumulators, by their id. */
    public Map<Long, AccumulatorV2<?, ?>> accumulatorUpdates() {
        return accumulators;
    }
}
