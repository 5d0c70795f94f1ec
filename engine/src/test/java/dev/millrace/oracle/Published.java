package dev.millrace.oracle;

import dev.millrace.streaming.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The world outside of a simulated job: it takes each partition of each output of each batch once, and looks at what comes
 * again under the same name.
 */
final class Published {
    /** Which records of each source a batch has. */
    private final TreeMap<Long, Map<Integer, Slice>> ranges = new TreeMap<>();

    private final TreeMap<String, List<String>> partitions = new TreeMap<>();
    private final TreeMap<String, Integer> complete = new TreeMap<>();
    private final List<String> violations;

    /** @param violations told what must not be */
    Published(List<String> violations) {
        this.violations = violations;
    }

    private static String name(int output, long batch) {
        return "output " + output + " of batch " + batch;
    }

    /** What a task has for a partition. */
    void put(int output, long batch, int partition, List<String> elements) {
        String name = name(output, batch) + ", partition " + partition;
        List<String> before = partitions.putIfAbsent(name, elements);
        if (before != null && !before.equals(elements)) {
            violations.add(name + " was " + before + " and comes again as " + elements);
        }
    }

    /** The driver has seen all tasks of an output. */
    void complete(int output, long batch, int count, Map<Integer, Slice> from) {
        Integer before = complete.putIfAbsent(name(output, batch), count);
        if (before != null && before != count) {
            violations.add(name(output, batch) + " had " + before + " partitions and comes again with " + count);
        }
        Map<Integer, Slice> known = ranges.putIfAbsent(batch, from);
        if (known != null && !known.equals(from)) {
            violations.add("batch " + batch + " had " + known + " and comes again with " + from);
        }
    }

    /** All elements of an output of a batch that is complete, sorted; null when it is not. */
    @org.jspecify.annotations.Nullable
    List<String> elements(int output, long batch) {
        Integer count = complete.get(name(output, batch));
        if (count == null) {
            return null;
        }
        List<String> all = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            all.addAll(partitions.getOrDefault(name(output, batch) + ", partition " + partition, List.of("(none)")));
        }
        all.sort(null);
        return all;
    }

    /** The ranges of each batch of which something is complete. */
    NavigableMap<Long, Map<Integer, Slice>> ranges() {
        return ranges;
    }
}
