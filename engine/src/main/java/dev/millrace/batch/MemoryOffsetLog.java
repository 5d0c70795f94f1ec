package dev.millrace.batch;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** An offset log that lives as long as the driver. Thread-safe. */
public final class MemoryOffsetLog implements OffsetLog {
    private final ConcurrentSkipListMap<Long, List<InputRange>> batches = new ConcurrentSkipListMap<>();

    @Override
    public void append(long batchTime, List<InputRange> ranges) {
        batches.put(batchTime, List.copyOf(ranges));
    }

    @Override
    public SortedMap<Long, List<InputRange>> after(long batchTime) {
        return new java.util.TreeMap<>(batches.tailMap(batchTime, false));
    }

    @Override
    public void truncate(long batchTime) {
        batches.headMap(batchTime, true).clear();
    }
}
