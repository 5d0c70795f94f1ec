package dev.millrace.streaming;

import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The data sets that a stream has made for its last batches: each once, kept as the storage level says, until no later
 * batch can need it. Thread-safe.
 */
final class Generations<T> {
    /** A data set, and whether it was this stream that had it persisted. */
    private record Generation<T>(RDD<T> rdd, boolean persisted) {}

    private final TreeMap<Time, Generation<T>> byTime = new TreeMap<>();
    private StorageLevel level = StorageLevel.NONE;

    synchronized StorageLevel level() {
        return level;
    }

    synchronized void persist(StorageLevel newLevel) {
        level = newLevel;
    }

    synchronized Optional<RDD<T>> get(Time time) {
        Generation<T> known = byTime.get(time);
        return known == null ? Optional.empty() : Optional.of(known.rdd());
    }

    synchronized void put(Time time, RDD<T> rdd) {
        boolean persist = level.isValid() && !rdd.getStorageLevel().isValid();
        if (persist) {
            rdd.persist(level);
        }
        byTime.put(time, new Generation<>(rdd, persist));
    }

    /** Forgets the data sets up to {@code time}, inclusive. */
    void release(Time time) {
        for (Generation<T> old : remove(time)) {
            if (old.persisted()) {
                old.rdd().unpersist();
            }
        }
    }

    private synchronized List<Generation<T>> remove(Time time) {
        @Nullable Time first = byTime.isEmpty() ? null : byTime.firstKey();
        if (first == null || first.greater(time)) {
            return List.of();
        }
        var old = byTime.headMap(time, true);
        List<Generation<T>> removed = new ArrayList<>(old.values());
        old.clear();
        return removed;
    }
}
