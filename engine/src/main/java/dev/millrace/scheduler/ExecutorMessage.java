package dev.millrace.scheduler;

import dev.millrace.rdd.AccumulatorV2;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.DriverEpoch;
import dev.millrace.rdd.StorageLevel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an executor tells the driver. Messages of one connection arrive in order. */
sealed interface ExecutorMessage {
    /**
     * The first message of a connection.
     *
     * @param host address at which other executors reach this one
     */
    record Register(int ordinal, String host, int port, int cores) implements ExecutorMessage {}

    /** The executor is ready for tasks. */
    record Prepared() implements ExecutorMessage {}

    /**
     * A task is done.
     *
     * @param result what the action made of the partition; null for a task that sent its records to a shuffle
     * @param accumulators what the task added, by id of the accumulator
     * @param runNanos time from its start to its end
     */
    record TaskSucceeded(
            JobAttempt job,
            int stage,
            int partition,
            @Nullable Object result,
            Map<Long, AccumulatorV2<?, ?>> accumulators,
            long runNanos)
            implements ExecutorMessage {}

    /** A task failed by an exception of the user's code or of the engine. */
    record TaskFailed(JobAttempt job, int stage, int partition, Throwable failure, long runNanos)
            implements ExecutorMessage {}

    /** A task could not run because something that it reads is not here. */
    record InputMissing(
            JobAttempt job,
            int stage,
            int partition,
            @Nullable BlockId block) implements ExecutorMessage {}

    /** What was on its way from here to another executor may be lost. */
    record LinkLost(String executor) implements ExecutorMessage {}

    /**
     * A block is kept here now.
     *
     * @param isCopy whether it came from another executor
     */
    record BlockStored(BlockId block, @Nullable StorageLevel level, boolean isCopy) implements ExecutorMessage {}

    /** Blocks are not kept here any more. */
    record BlocksDropped(List<BlockId> blocks) implements ExecutorMessage {}

    /** A task needs the value of a broadcast variable. */
    record FetchBroadcast(long id) implements ExecutorMessage {}

    /** A task needs a received block that no executor holds. */
    record FetchBlock(BlockId block) implements ExecutorMessage {}

    /** From a task that stays. */
    record ResidentSays(long resident, Object message) implements ExecutorMessage {}

    /** A task that stays could not start. */
    record ResidentFailed(long resident, String reason) implements ExecutorMessage {}

    /**
     * The executor has worked for a newer driver and does nothing for this one; its last message.
     *
     * @param refused the epoch that the driver told
     * @param newer number of the newest driver that the executor has worked for
     */
    record Fenced(DriverEpoch refused, long newer) implements ExecutorMessage {}

    /** A task that stays has stopped. */
    record ResidentStopped(long resident) implements ExecutorMessage {}
}
