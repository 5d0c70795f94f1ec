package dev.millrace.scheduler;

import dev.millrace.error.MillraceException;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.Partition;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.shuffle.ShuffleKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan, as far as it concerns one executor: names the plan and gives what differs from batch to batch.
 *
 * @param stage position of the stage in its job
 * @param planId a plan that the executor has
 * @param rddIds current ids for {@link StagePlan#rddIds}
 * @param inputs current keys for {@link StagePlan#shuffleIds}; null where no task reads the shuffle
 * @param senders number of sending tasks of each of {@code inputs}
 * @param argument what the end of the stage needs to know of this run, such as where the ranges of the shuffle begin that
 *     its tasks send to, or the directory that they write to; null when the plan says all
 * @param output key of the shuffle that the tasks send to; null for the last stage
 * @param taskCount number of tasks of the stage on all executors
 * @param targets for each partition of {@code output} the executors that its records go to, as positions in
 *     {@link RunTasks#executors}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StageRun(
        int stage,
        long planId,
        long[] rddIds,
        @Nullable ShuffleKey[] inputs,
        int[] senders,
        @Nullable Object argument,
        @Nullable ShuffleKey output,
        int taskCount,
        int[][] targets,
        Task[] tasks) {
    /** Stands for what this executor cannot read; whoever asks for it gets the failure. */
    record Unreadable(MillraceException failure) implements Partition {
        @Override
        public int index() {
            throw failure;
        }

        static <T> T refuse(T value) {
            if (value instanceof Unreadable unreadable) {
                throw unreadable.failure();
            }
            return value;
        }
    }

    /** @throws MillraceException when it cannot be read here */
    @Override
    public @Nullable Object argument() {
        return argument == null ? null : Unreadable.refuse(argument);
    }

    /**
     * A task of this run.
     *
     * @param partition position of the partition in the stage
     * @param attempt 0 for the first try
     * @param split the partition, with the ranges of this batch
     * @param reads position in {@link StageRun#inputs} and partition of each shuffle input, one after the other
     * @param remote the blocks that it reads and that are at other executors
     */
    record Task(int partition, int attempt, Partition split, int[] reads, List<RemoteBlock> remote) {
        /** @throws MillraceException when it cannot be read here */
        @Override
        public Partition split() {
            return Unreadable.refuse(split);
        }
    }

    /**
     * A block that is kept elsewhere.
     *
     * @param holder who has it, as a position in {@link DriverMessage.RunTasks#executors}
     * @param keep how the reader keeps it from now on, because the holder leaves; null when it stays where it is
     */
    record RemoteBlock(BlockId block, int holder, @Nullable StorageLevel keep) {}
}
