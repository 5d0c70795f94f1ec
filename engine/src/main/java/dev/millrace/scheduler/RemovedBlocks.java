package dev.millrace.scheduler;

import dev.millrace.rdd.BlockId;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Received blocks that were removed a short while ago. A copy of one that was under way then arrives when nobody will
 * ever remove it again, so it has to be known as too late. Not thread-safe.
 */
final class RemovedBlocks {
    private static final long MEMORY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<BlockId, Long> times = new LinkedHashMap<>();
    private final LongSupplier nanoTime;

    RemovedBlocks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(Collection<BlockId> blocks) {
        long now = nanoTime.getAsLong();
        forgetOld(now);
        blocks.forEach(block -> times.put(block, now));
    }

    boolean contains(BlockId block) {
        return times.containsKey(block);
    }

    private void forgetOld(long now) {
        Iterator<Long> oldest = times.values().iterator();
        while (oldest.hasNext() && now - oldest.next() > MEMORY_NANOS) {
            oldest.remove();
        }
    }
}
