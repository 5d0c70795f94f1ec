package dev.millrace.scheduler;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.DriverEpoch;
import dev.millrace.rdd.ResidentTask;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.shuffle.ShuffleKey;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the driver tells an executor. Messages of one connection arrive in order. */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface DriverMessage {
    /** Keep this plan; {@link RunTasks} will name it. */
    record InstallPlan(long planId, byte[] plan) implements DriverMessage {}

    /** Forget plans. */
    record RemovePlans(long[] planIds) implements DriverMessage {}

    /** Get ready for tasks of the plans that were installed; answered by {@link ExecutorMessage.Prepared}. */
    record Prepare() implements DriverMessage {}

    /**
     * Run these tasks, each as soon as its inputs are here.
     *
     * @param executors names that {@link StageRun#targets} refers to
     */
    record RunTasks(JobAttempt job, OptionalLong batchTime, List<String> executors, List<StageRun> stages)
            implements DriverMessage {}

    /** Interrupt and forget the tasks of a job that are not done. */
    record CancelJob(JobAttempt job) implements DriverMessage {}

    /** Forget what was sent in shuffles, up to these versions. */
    record RemoveShuffles(ShuffleKey[] shuffles) implements DriverMessage {}

    /**
     * Send what is here for a partition of a shuffle to another executor too, when all of it is.
     *
     * @param senders number of sending tasks of the shuffle
     */
    record ForwardShuffle(ShuffleKey shuffle, int senders, int partition, String to) implements DriverMessage {}

    /** Forget the kept partitions of data sets. */
    record RemoveRdds(long[] rddIds) implements DriverMessage {}

    /** Forget blocks. */
    record RemoveBlocks(List<BlockId> blocks) implements DriverMessage {}

    /** Send a block to another executor, which keeps it too. */
    record Replicate(BlockId block, StorageLevel level, String to) implements DriverMessage {}

    /** The value of a broadcast variable that the executor asked for. */
    record BroadcastValue(long id, @Nullable Object value, boolean exists) implements DriverMessage {}

    /** The value of a broadcast variable that the executor asked for cannot be sent, or not be read there. */
    record BroadcastFailed(long id, ErrorCode code, String reason) implements DriverMessage {
        static BroadcastFailed of(long id, RuntimeException failure) {
            return failure instanceof MillraceException known
                    ? new BroadcastFailed(id, known.code(), String.valueOf(known.getMessage()))
                    : new BroadcastFailed(id, ErrorCode.NOT_SERIALIZABLE, failure.toString());
        }
    }

    /** Forget the value of a broadcast variable. */
    record RemoveBroadcast(long id) implements DriverMessage {}

    /** A received block that the executor asked for; without content when it is not there. */
    record BlockContent(BlockId block, byte @Nullable [] content) implements DriverMessage {}

    /** A received block that the executor asked for cannot be read. */
    record BlockFailed(BlockId block, ErrorCode code, String reason) implements DriverMessage {}

    /** Start a task that stays. */
    record StartResident(long resident, ResidentTask task) implements DriverMessage {}

    /** A message to a task that stays. */
    record TellResident(long resident, Object message) implements DriverMessage {}

    /** Stop a task that stays; answered by {@link ExecutorMessage.ResidentStopped}. */
    record StopResident(long resident) implements DriverMessage {}

    /** The executors that are there now, with the addresses at which other executors reach them. */
    record Peers(List<Peer> peers) implements DriverMessage {}

    /** Where an executor listens. */
    record Peer(String executor, String host, int port) {}

    /**
     * The executor is accepted under this name.
     *
     * @param driver names this driver among all that there ever are
     */
    record Registered(String executor, String driver) implements DriverMessage {}

    /**
     * Which start of its job the driver is, once it has a checkpoint. Comes before anything that a stream has the executor
     * do; answered by {@link ExecutorMessage.Fenced} when the executor has worked for a newer one.
     */
    record Epoch(DriverEpoch epoch) implements DriverMessage {}

    /** End the process. */
    record Shutdown() implements DriverMessage {}
}
