package dev.millrace.scheduler;

import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which executors hold which blocks, as far as the driver has been told. Thread-safe. */
final class BlockLocations {
    private record Holders(Set<String> executors, StorageLevel level) {}

    private final Map<BlockId, Holders> blocks = new HashMap<>();
    private final RemovedBlocks removed = new RemovedBlocks(System::nanoTime);

    /** An executor holds a block; returns false when that was removed meanwhile, and the executor has to drop it. */
    synchronized boolean stored(BlockId block, @Nullable StorageLevel level, String executor) {
        if (removed.contains(block)) {
            return false;
        }
        StorageLevel kept = level == null ? StorageLevel.MEMORY_ONLY : level;
        blocks.computeIfAbsent(block, id -> new Holders(new LinkedHashSet<>(), kept))
                .executors()
                .add(executor);
        return true;
    }

    synchronized void dropped(BlockId block, String executor) {
        Holders holders = blocks.get(block);
        if (holders != null) {
            holders.executors().remove(executor);
            if (holders.executors().isEmpty()) {
                blocks.remove(block);
            }
        }
    }

    /** Forgets what an executor held. */
    synchronized void lost(String executor) {
        for (BlockId block : List.copyOf(blocks.keySet())) {
            dropped(block, executor);
        }
    }

    synchronized List<String> of(BlockId block) {
        Holders holders = blocks.get(block);
        return holders == null ? List.of() : List.copyOf(holders.executors());
    }

    synchronized boolean hasAll(RDD<?> rdd) {
        long id = rdd.id();
        int count = rdd.getNumPartitions();
        for (int partition = 0; partition < count; partition++) {
            if (!blocks.containsKey(new BlockId.OfRDD(id, partition))) {
                return false;
            }
        }
        return true;
    }

    synchronized void removeRdd(long rddId) {
        blocks.keySet().removeIf(block -> block instanceof BlockId.OfRDD part && part.rddId() == rddId);
    }

    synchronized void remove(List<BlockId> gone) {
        gone.forEach(blocks::remove);
        removed.add(gone);
    }

    /** Received blocks that an executor holds. */
    synchronized List<BlockId> received(String executor) {
        List<BlockId> found = new ArrayList<>();
        blocks.forEach((block, holders) -> {
            if (block instanceof BlockId.OfStream && holders.executors().contains(executor)) {
                found.add(block);
            }
        });
        return found;
    }

    /** A received block that has fewer copies than it should. */
    record Missing(BlockId block, StorageLevel level, List<String> holders) {}

    /** Those with fewer copies at executors that stay than they should have; copies elsewhere do not count. */
    synchronized List<Missing> underReplicated(Set<String> staying) {
        List<Missing> found = new ArrayList<>();
        blocks.forEach((block, holders) -> {
            if (block instanceof BlockId.OfStream
                    && holders.executors().stream().filter(staying::contains).count()
                            < holders.level().replication()) {
                found.add(new Missing(block, holders.level(), List.copyOf(holders.executors())));
            }
        });
        return found;
    }
}
