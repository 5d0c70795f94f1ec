package dev.millrace.rdd;

import dev.millrace.execution.Chunk;
import java.util.List;

/** What the executor does for a {@link ResidentTask}. Thread-safe. */
public interface ResidentContext {
    /** Name of the executor. */
    String executorId();

    /**
     * Keeps a block here and, as far as the level asks and other executors are there, on others.
     *
     * @return names of the executors that hold it now, this one first
     */
    List<String> store(BlockId block, Chunk chunk, StorageLevel level) throws Exception;

    /** Sends a message to the driver; those of one task arrive in order, and after the blocks stored before. */
    void send(Object message);
}
