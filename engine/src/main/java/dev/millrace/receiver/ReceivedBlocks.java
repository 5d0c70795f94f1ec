package dev.millrace.receiver;

import dev.millrace.rdd.BlockId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The blocks of one stream on their way: waiting for a batch, given to a batch, kept for later batches, forgotten.
 * Thread-safe.
 */
final class ReceivedBlocks {
    private final List<ReceivedBlock> waiting = new ArrayList<>();
    private final TreeMap<Long, List<ReceivedBlock>> byBatch = new TreeMap<>();

    synchronized void add(ReceivedBlock block) {
        waiting.add(block);
    }

    /** Gives all that wait to the batch; the same answer again for a batch that has its blocks. */
    synchronized List<ReceivedBlock> allocate(long batchTime) {
        return byBatch.computeIfAbsent(batchTime, time -> {
            List<ReceivedBlock> taken = List.copyOf(waiting);
            waiting.clear();
            return taken;
        });
    }

    /** What the batch was given. */
    synchronized List<ReceivedBlock> of(long batchTime) {
        return byBatch.getOrDefault(batchTime, List.of());
    }

    synchronized boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    /** Drops the batches before {@code batchTime} and returns their blocks. */
    synchronized List<BlockId> forgetBefore(long batchTime) {
        List<BlockId> gone = new ArrayList<>();
        var old = byBatch.headMap(batchTime, false);
        for (List<ReceivedBlock> blocks : old.values()) {
            for (ReceivedBlock block : blocks) {
                gone.add(block.id());
            }
        }
        old.clear();
        return gone;
    }
}
