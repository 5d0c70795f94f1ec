package dev.millrace.receiver;

import dev.millrace.rdd.BlockId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Blocks that are kept and that the driver was told of, and has not said yet that it knows them. Until it does, no batch
 * might get them when this executor is lost: so whoever waits for them to be kept waits for that as well. Thread-safe.
 */
final class UnconfirmedBlocks {
    /** The driver may be gone while the receiver stops: then the source keeps its records. */
    private static final long SECONDS_WHEN_STOPPING = 2;

    private final Map<BlockId, SealedBlock> blocks = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** Waits for the driver's word on a block from now on; before the driver is told. */
    void add(SealedBlock block) {
        blocks.put(block.id(), block);
        if (stopping) {
            limit(block);
        }
    }

    /** The driver knows the block. */
    void confirmed(BlockId id) {
        SealedBlock block = blocks.remove(id);
        if (block != null) {
            block.kept().complete(null);
        }
    }

    /** Ends the waiting soon for all there are, and all to come. */
    void stopping() {
        stopping = true;
        blocks.values().forEach(UnconfirmedBlocks::limit);
    }

    /** Returns when the driver knows all blocks that were added, or the time for it is over; after {@link #stopping}. */
    void await() {
        CompletableFuture<?>[] all =
                blocks.values().stream().map(SealedBlock::kept).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).exceptionally(late -> null).join();
    }

    private static void limit(SealedBlock block) {
        var unused = block.kept().orTimeout(SECONDS_WHEN_STOPPING, TimeUnit.SECONDS);
    }
}
