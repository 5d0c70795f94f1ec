package dev.millrace.scheduler;

import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
    private final Set<Long> carried = new HashSet<>();

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

    /** These data sets go from batch to batch: states, tables of windows, and what the next ones are made of. */
    synchronized void carry(Collection<Long> rddIds) {
        carried.addAll(rddIds);
    }

    synchronized void removeRdd(long rddId) {
        carried.remove(rddId);
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

    /** How a block is kept; null when it is not. */
    synchronized @Nullable StorageLevel level(BlockId block) {
        Holders holders = blocks.get(block);
        return holders == null ? null : holders.level();
    }

    /** What goes from batch to batch and is kept by an executor, and by none of those that stay. */
    synchronized List<Missing> carriedBy(String executor, Set<String> staying) {
        if (carried.isEmpty()) {
            return List.of();
        }
        List<Missing> found = new ArrayList<>();
        blocks.forEach((block, holders) -> {
            if (block instanceof BlockId.OfRDD part
                    && carried.contains(part.rddId())
                    && holders.executors().contains(executor)
                    && holders.executors().stream().noneMatch(staying::contains)) {
                found.add(new Missing(block, holders.level(), List.copyOf(holders.executors())));
            }
        });
        return found;
    }

    /** A block that has fewer copies than it should. */
    record Missing(BlockId block, StorageLevel level, List<String> holders) {}

    /** Received blocks with fewer copies at executors that stay than they should have; copies elsewhere do not count. */
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
