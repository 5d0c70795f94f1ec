package dev.millrace.benchmarks.engine;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Follows the memory of this JVM over a run: resident, and heap in use after the latest collection. */
final class MemoryLog implements AutoCloseable {
    private static final int PARTS = 4;
    private static final double MEGABYTE = 1 << 20;

    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "memory-log");
        thread.setDaemon(true);
        return thread;
    });

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    MemoryLog(long everyMillis) {
        sampler.scheduleWithFixedDelay(this::sample, 0, everyMillis, TimeUnit.MILLISECONDS);
    }

    /** The most in each quarter of the run, in MB: memory that grows shows as a rise from the second to the last. */
    synchronized void writeTo(Outcome outcome) {
        for (int part = 0; part < PARTS; part++) {
            List<Sample> ofPart = samples.subList(samples.size() * part / PARTS, samples.size() * (part + 1) / PARTS);
            outcome.put(
                    "residentMb.part" + part,
                    ofPart.stream().mapToLong(Sample::resident).max().orElse(0) / MEGABYTE);
            outcome.put(
                    "heapAfterGcMb.part" + part,
                    ofPart.stream().mapToLong(Sample::heapAfterGc).max().orElse(0) / MEGABYTE);
        }
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }

    private synchronized void sample() {
        samples.add(new Sample(ProcessFigures.residentBytes(), heapAfterLatestCollection()));
    }

    private long heapAfterLatestCollection() {
        @Nullable GcInfo latest = null;
        for (GarbageCollectorMXBean collector : ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)) {
            GcInfo info = collector.getLastGcInfo();
            if (info != null && (latest == null || info.getEndTime() > latest.getEndTime())) {
                latest = info;
            }
        }
        return latest == null
                ? 0
                : latest.getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> heapPools.contains(pool.getKey()))
                        .mapToLong(pool -> pool.getValue().getUsed())
                        .sum();
    }

    private record Sample(long resident, long heapAfterGc) {}
}
