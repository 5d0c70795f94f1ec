package dev.millrace.scheduler;

import dev.millrace.execution.Chunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.storage.BlockStore;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that tasks read from an executor that leaves: each comes here once, however many tasks ask for it, and stays here. Thread-safe.
 */
final class MovedBlocks {
    private final BlockStore blocks;
    private final Replicator replicator;
    private final Map<BlockId, CompletableFuture<@Nullable Chunk>> coming = new ConcurrentHashMap<>();

    MovedBlocks(BlockStore blocks, Replicator replicator) {
        this.blocks = blocks;
        this.replicator = replicator;
    }

    /**
     * The block, which is here from then on if there is room.
     *
     * @param fetch brings it here; null when it is not there any more
     */
    @Nullable
    Chunk get(BlockId block, StorageLevel level, Callable<@Nullable Chunk> fetch) throws Exception {
        CompletableFuture<@Nullable Chunk> own = new CompletableFuture<>();
        CompletableFuture<@Nullable Chunk> others = coming.putIfAbsent(block, own);
        if (others != null) {
            try {
                return others.get();
            } catch (ExecutionException e) {
                return fetch.call(); // the other task was cancelled, or failed
            }
        }
        try {
            Chunk chunk = blocks.get(block); // another task may just have brought it
            if (chunk == null) {
                chunk = fetch.call();
                if (chunk != null) {
                    replicator.keep(block, chunk, level.withReplication(1));
                }
            }
            own.complete(chunk);
            return chunk;
        } catch (Throwable e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            coming.remove(block, own);
        }
    }
}
