package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Chunk;
import dev.millrace.state.StateStore;
import org.jspecify.annotations.Nullable;

/** What an executor does for a running task; implemented by the scheduler. */
public interface TaskServices {
    /** Makes the links of the task's fused chains. */
    Chain chain();

    /**
     * What the sending tasks of a shuffle have for a partition, by sending task.
     *
     * @param shuffleId as in the plan
     */
    Chunk[] shuffleInput(int shuffleId, int partition);

    /** Deep copies, for functions that may change their arguments. */
    Chunk[] copies(Chunk[] chunks);

    /** The id that a data set of the plan has in this batch. */
    long currentId(long plannedRddId);

    /** A block that is kept here or on another executor, null when there is none. */
    @Nullable
    Chunk block(BlockId id) throws Exception;

    /**
     * A partition of a data set of the plan that was kept when the plan was made.
     *
     * @throws MissingBlockException when it is not kept any more
     */
    default Chunk kept(long plannedRddId, int partition) throws Exception {
        BlockId block = new BlockId.OfRDD(currentId(plannedRddId), partition);
        Chunk chunk = block(block);
        if (chunk == null) {
            throw new MissingBlockException(block);
        }
        return chunk;
    }

    /** Keeps a block as the level says, if there is room. */
    void keep(BlockId id, Chunk chunk, StorageLevel level) throws Exception;

    /**
     * A piece of state in the checkpoint, which the driver reads.
     *
     * @throws dev.millrace.error.MillraceException when it cannot be read
     */
    byte[] checkpointed(BlockId.OfState piece) throws Exception;

    /** Where this executor has its states. */
    StateStore stateStore();

    /** What {@link Action#argument} says of this run. */
    @Nullable
    Object argument();

    /** The value of a broadcast variable. */
    Object broadcast(long id) throws Exception;

    String executorId();
}
