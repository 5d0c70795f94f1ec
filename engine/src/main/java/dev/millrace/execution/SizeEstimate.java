package dev.millrace.execution;

import dev.millrace.function.Tuple2;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Estimates what records take on the heap, from a sample of at most 64 of them. */
final class SizeEstimate {
    private static final int SAMPLE = 64;
    private static final int OPAQUE = 64;

    private SizeEstimate() {}

    static long of(Chunk chunk) {
        if (chunk instanceof RecordChunk records) {
            return 16
                    + 4L * records.records().length
                    + scale(records.records(), 0, 1, records.count(), records.count());
        }
        if (chunk instanceof PairChunk pairs) {
            return 48
                    + 12L * pairs.keys().length
                    + scale(pairs.keys(), 0, 1, pairs.count(), pairs.count())
                    + scale(pairs.values(), 0, 1, pairs.count(), pairs.count());
        }
        FlatTable table = (FlatTable) chunk;
        return 80
                + 8L * table.capacity()
                + 8L * table.lane.length
                + 4L * table.values.length
                + scale(table.keys, 0, 1, table.capacity(), table.size)
                + scale(table.values, 0, 1, table.values.length, table.size);
    }

    private static long scale(@Nullable Object[] values, int offset, int stride, int slots, int count) {
        long bytes = 0;
        int seen = 0;
        int step = Math.max(1, slots / (4 * SAMPLE));
        for (int slot = 0; slot < slots && seen < SAMPLE; slot += step) {
            Object value = values[slot * stride + offset];
            if (value != null) {
                bytes += of(value, 3);
                seen++;
            }
        }
        return seen == 0 ? 0 : bytes * count / seen;
    }

    private static long of(@Nullable Object value, int depth) {
        if (value == null || value instanceof Boolean) {
            return 0;
        }
        if (value instanceof String text) {
            return 56L + text.length();
        }
        if (value instanceof Number || value instanceof Character) {
            return 24;
        }
        if (value instanceof byte[] bytes) {
            return 16L + bytes.length;
        }
        if (value instanceof long[] longs) {
            return 16 + 8L * longs.length;
        }
        if (value instanceof double[] doubles) {
            return 16 + 8L * doubles.length;
        }
        if (value instanceof int[] ints) {
            return 16 + 4L * ints.length;
        }
        if (depth == 0) {
            return OPAQUE;
        }
        if (value instanceof Tuple2<?, ?> pair) {
            return 24 + of(pair._1(), depth - 1) + of(pair._2(), depth - 1);
        }
        if (value instanceof Object[] objects) {
            return 16 + 4L * objects.length + scale(objects, 0, 1, objects.length, objects.length);
        }
        if (value instanceof Collection<?> collection) {
            long each = collection.isEmpty() ? 0 : 8 + of(collection.iterator().next(), depth - 1);
            return 48 + each * collection.size();
        }
        return OPAQUE;
    }
}
