package dev.millrace.rdd;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Is told what the scheduler does. Calls come from the thread of the job or of the connection and must return at once; an
 * exception is logged and changes nothing.
 */
public interface JobListener {
    /** A stage whose tasks have all succeeded. */
    record StageCompleted(OptionalLong batchTime, int stage, String name, int tasks, long durationNanos) {}

    /**
     * A task that has ended.
     *
     * @param failure what it failed with; null when it succeeded
     */
    record TaskEnded(
            OptionalLong batchTime,
            int stage,
            int partition,
            int attempt,
            String executor,
            long runNanos,
            @Nullable Throwable failure) {}

    default void onTaskEnded(TaskEnded event) {}

    default void onStageCompleted(StageCompleted event) {}

    /** An executor has registered. */
    default void onExecutorAdded(String executor, int cores) {}

    /** An executor is gone; its tasks run again elsewhere. */
    default void onExecutorLost(String executor, String reason) {}
}
