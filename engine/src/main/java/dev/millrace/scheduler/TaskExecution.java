package dev.millrace.scheduler;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Chunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.MissingBlockException;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.rdd.TaskServices;
import dev.millrace.shuffle.ShuffleKey;
import dev.millrace.state.StateStore;
import dev.millrace.storage.ChunkCodec;
import org.jspecify.annotations.Nullable;

/** What an executor does for one running task. */
final class TaskExecution implements TaskServices {
    private final Executor executor;
    private final TaskRun run;
    private final StagePlan plan;
    private final ChunkCodec codec;

    TaskExecution(Executor executor, TaskRun run, StagePlan plan, ChunkCodec codec) {
        this.executor = executor;
        this.run = run;
        this.plan = plan;
        this.codec = codec;
    }

    @Override
    public Chain chain() {
        return executor.chain();
    }

    @Override
    public Chunk[] shuffleInput(int shuffleId, int partition) {
        ShuffleKey key = null;
        int[] planned = plan.shuffleIds();
        for (int i = 0; i < planned.length; i++) {
            if (planned[i] == shuffleId) {
                key = run.stage().inputs()[i];
            }
        }
        Object[] content = key == null ? null : executor.inbox().get(key, partition);
        if (key == null || content == null) {
            throw new InputMissingException("shuffle " + key + ", partition " + partition);
        }
        Chunk[] chunks = new Chunk[content.length];
        boolean decoded = false;
        for (int i = 0; i < content.length; i++) {
            if (content[i] instanceof byte[] bytes) {
                chunks[i] = codec.fromBytes(bytes);
                decoded = true;
            } else {
                chunks[i] = (Chunk) content[i];
            }
        }
        if (decoded) {
            executor.inbox().replace(key, partition, chunks);
        }
        return chunks;
    }

    @Override
    public Chunk[] copies(Chunk[] chunks) {
        Chunk[] copies = new Chunk[chunks.length];
        for (int i = 0; i < chunks.length; i++) {
            copies[i] = codec.fromBytes(codec.toBytes(chunks[i]));
        }
        return copies;
    }

    @Override
    public long currentId(long plannedRddId) {
        long[] planned = plan.rddIds();
        for (int i = 0; i < planned.length; i++) {
            if (planned[i] == plannedRddId) {
                return run.stage().rddIds()[i];
            }
        }
        throw new IllegalStateException("data set " + plannedRddId + " is not among those of the plan");
    }

    @Override
    public @Nullable Chunk block(BlockId id) throws Exception {
        Chunk here = executor.blocks().get(id);
        if (here != null) {
            return here;
        }
        for (StageRun.RemoteBlock remote : run.task().remote()) {
            if (remote.block().equals(id)) {
                Chunk chunk = remote(remote);
                if (chunk == null && id instanceof BlockId.OfStream) {
                    throw new MissingBlockException(id); // it may have gone elsewhere since the plan was made
                }
                return chunk;
            }
        }
        return id instanceof BlockId.OfStream ? executor.loggedBlocks().get(id) : null;
    }

    private @Nullable Chunk remote(StageRun.RemoteBlock remote) throws Exception {
        StorageLevel level = remote.keep();
        return level == null || run.isCancelled()
                ? fetched(remote)
                : executor.movedBlocks().get(remote.block(), level, () -> fetched(remote));
    }

    private @Nullable Chunk fetched(StageRun.RemoteBlock remote) throws Exception {
        String holder = run.tasks().executors().get(remote.holder());
        byte[] bytes = executor.peers().fetch(holder, remote.block()).get();
        return bytes == null ? null : codec.fromBytes(bytes);
    }

    @Override
    public void keep(BlockId id, Chunk chunk, StorageLevel level) throws Exception {
        if (!run.isCancelled()) { // the driver may have had it forgotten already
            executor.replicator().keep(id, chunk, level);
        }
    }

    @Override
    public byte[] checkpointed(BlockId.OfState piece) throws Exception {
        byte[] bytes = executor.loggedBlocks().bytes(piece);
        if (bytes == null) {
            throw new MissingBlockException(piece); // the driver is about to go
        }
        return bytes;
    }

    @Override
    public StateStore stateStore() {
        return executor.settings().states();
    }

    @Override
    public @Nullable Object argument() {
        return run.stage().argument();
    }

    @Override
    public Object broadcast(long id) throws Exception {
        return executor.broadcasts().get(id);
    }

    @Override
    public String executorId() {
        return executor.name();
    }
}
