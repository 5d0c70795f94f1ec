package dev.millrace.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The blocks of one stream on their way: waiting for a batch, given to a batch, kept for later batches, forgotten.
 * Thread-safe.
 */
final class ReceivedBlocks {
    private final List<ReceivedBlock> waiting = new ArrayList<>();
    private final TreeMap<Long, List<ReceivedBlock>> byBatch = new TreeMap<>();
    private final TreeMap<Long, List<ReceivedBlock>> unfinished = new TreeMap<>();

    synchronized void add(ReceivedBlock block) {
        waiting.add(block);
    }

    synchronized void addAll(List<ReceivedBlock> blocks) {
        waiting.addAll(blocks);
    }

    /** Gives all that wait to the batch; the same answer again for a batch that has its blocks. */
    synchronized List<ReceivedBlock> allocate(long batchTime) {
        return byBatch.computeIfAbsent(batchTime, time -> {
            List<ReceivedBlock> taken = List.copyOf(waiting);
            waiting.clear();
            unfinished.put(time, taken);
            return taken;
        });
    }

    /** The batch has ended: returns what it was given, and the batches before it that were not said to have ended. */
    synchronized List<ReceivedBlock> end(long batchTime) {
        return take(unfinished, batchTime + 1);
    }

    synchronized boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    /** Drops the batches before {@code batchTime} and returns their blocks. */
    synchronized List<ReceivedBlock> forgetBefore(long batchTime) {
        return take(byBatch, batchTime);
    }

    private static List<ReceivedBlock> take(NavigableMap<Long, List<ReceivedBlock>> batches, long before) {
        SortedMap<Long, List<ReceivedBlock>> old = batches.headMap(before);
        List<ReceivedBlock> taken = new ArrayList<>();
        old.values().forEach(taken::addAll);
        old.clear();
        return taken;
    }
}
