package dev.millrace.rdd;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs for a {@link MillraceContext}: the scheduler, with its executors. Thread-safe; jobs of several threads run
 * side by side.
 */
public interface JobRunner extends AutoCloseable {
    /**
     * Runs {@code action} on the given partitions and returns when all have succeeded.
     *
     * @throws dev.millrace.error.MillraceException when a task failed too often, or the job was cancelled
     */
    <T, R> void run(
            RDD<T> rdd, Action<T, R> action, int[] partitions, JobResultHandler<R> handler, JobDescription description)
            throws Exception;

    /**
     * Sets which start of its job this driver is. Executors that have worked for a newer one of the same checkpoint do nothing
     * for this one; the first that says so ends all jobs with {@link dev.millrace.error.ErrorCode#FENCED}.
     *
     * @param epoch empty when no stream with a checkpoint runs
     */
    void setEpoch(Optional<DriverEpoch> epoch);

    /** Adds a listener; it is told at once about the executors that are there. */
    void addListener(JobListener listener);

    /** Whether an executor that is alive holds each partition of the persisted data set. */
    boolean isFullyKept(RDD<?> rdd);

    void unpersist(long rddId);

    /** Forgets what was sent in these shuffles; a job that needs it again computes it again. */
    void removeShuffles(Collection<Integer> shuffleIds);

    void removeBlocks(Collection<BlockId> blocks);

    void addBroadcast(long id, Object value);

    void removeBroadcast(long id);

    /**
     * Sets where received blocks are read that no executor holds; by default there are none.
     *
     * @param source the block as {@code storage.ReceivedCodec} writes it, null when it is not there; called by one thread at a
     *     time
     */
    void readBlocksFrom(Function<BlockId, byte @Nullable []> source);

    /** Names of the executors that hold a block that a {@link ResidentTask} stored; kept up to date as executors go. */
    List<String> locations(BlockId block);

    /**
     * Starts a task that stays on one executor.
     *
     * @param preferred names of executors, best first; another one is taken when none of them is alive
     * @return its number, for {@link #tell} and {@link #stopResident}
     */
    long startResident(ResidentTask task, List<String> preferred, ResidentHandler handler);

    /** Sends a message to a resident task; lost when the task is. */
    void tell(long resident, Object message);

    /** Stops a resident task and returns when it has stopped, or is lost. */
    void stopResident(long resident);

    /** Cores of all executors that are there. */
    int defaultParallelism();

    /** Names of the executors that are alive. */
    List<String> executorNames();

    /** Where the executors that are alive run, by their names. */
    Map<String, String> executorHosts();

    /** Executors that the job is meant to have. */
    int desiredExecutors();

    /**
     * Changes how many executors the job is meant to have. Those that are connected now and have an ordinal from
     * {@code desired} on, or one of {@code leaving}, get no new work and are told to end when the jobs that run now have
     * ended. Saying the same again changes nothing.
     *
     * @param leaving ordinals of executors that are to be replaced; their replacements register as usual
     */
    void scale(int desired, Set<Integer> leaving);

    /** Cancels what runs and stops the executors that this context started. */
    @Override
    void close();
}
