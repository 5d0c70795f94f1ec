package dev.millrace.operator.model;

import dev.millrace.crds.v1.MemoryText;
import java.util.List;

/**
 * The memory of a JVM in a container: what the spec names is the heap, and the container gets what the JVM needs besides.
 *
 * <pre>
 *   | heap | direct buffers: a quarter of the heap, 64 MiB to 1 GiB | classes, code, stacks, collector: 256 MiB + heap/16 |
 * </pre>
 *
 * Direct buffers are capped at their part, so that a leak of them ends as an error in the JVM and not as a kill.
 *
 * @param heapBytes size of the heap
 */
public record JvmMemory(long heapBytes) {
    private static final long MIB = 1L << 20;

    /** Memory for a heap such as {@code 1g}. */
    public static JvmMemory ofHeap(String memory) {
        return new JvmMemory(MemoryText.parse(memory));
    }

    long directBytes() {
        return Math.min(Math.max(heapBytes / 4, 64 * MIB), 1024 * MIB);
    }

    /** What the container may use, in whole mebibytes. */
    public long containerBytes() {
        long all = heapBytes + directBytes() + 256 * MIB + heapBytes / 16;
        return (all + MIB - 1) / MIB * MIB;
    }

    /** The container's memory as Kubernetes writes it. */
    public String containerQuantity() {
        return containerBytes() / MIB + "Mi";
    }

    /** Options of the JVM. Running out of heap ends it, with exit code 3: a process that limps on helps nobody. */
    public List<String> options() {
        return List.of(
                "-Xms" + heapBytes / MIB + "m",
                "-Xmx" + heapBytes / MIB + "m",
                "-XX:MaxDirectMemorySize=" + directBytes() / MIB + "m",
                "-XX:+ExitOnOutOfMemoryError");
    }
}
