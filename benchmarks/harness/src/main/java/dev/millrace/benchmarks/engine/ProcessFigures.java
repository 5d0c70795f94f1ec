package dev.millrace.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What this JVM uses of the machine. */
public final class ProcessFigures {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private ProcessFigures() {}

    /** CPU time of all threads since the start, in nanoseconds. */
    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Wall clock in microseconds since 1970, comparable between processes. */
    public static long epochMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** Resident memory right now, in bytes. */
    public static long residentBytes() {
        return statusBytes("VmRSS:");
    }

    /** The most memory that was ever resident, in bytes. */
    public static long peakResidentBytes() {
        return statusBytes("VmHWM:");
    }

    /** Heap in use after a collection, in bytes. */
    @SuppressWarnings("SystemGC") // the figure is what survives one
    public static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long statusBytes(String key) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(key)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the memory of this process, which needs Linux' /proc", e);
        }
        throw new IllegalStateException("/proc/self/status has no " + key);
    }
}
