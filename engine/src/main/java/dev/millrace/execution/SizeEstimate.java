package dev.millrace.execution;

import dev.millrace.function.Tuple2;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Estimates what records take on the heap, from a sample spread over all of them. */
final class SizeEstimate {
    private static final int SAMPLE = 64;
    private static final int OPAQUE = 64;
    private static final int DEPTH = 3;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private SizeEstimate() {}

    static long of(Chunk chunk) {
        if (chunk instanceof RecordChunk records) {
            return 16 + 4L * records.records().length + all(records.records(), records.count(), DEPTH);
        }
        if (chunk instanceof PairChunk pairs) {
            return 48
                    + 12L * pairs.keys().length
                    + all(pairs.keys(), pairs.count(), DEPTH)
                    + all(pairs.values(), pairs.count(), DEPTH);
        }
        if (chunk instanceof StateChunk state) {
            return state.estimate();
        }
        return of((FlatTable) chunk);
    }

    static long of(@Nullable Object[] values) {
        return 16 + 4L * values.length + all(values, values.length, DEPTH);
    }

    static long of(FlatTable table) {
        return 80 + 8L * table.capacity() + 8L * table.lane.length + 4L * table.values.length + entries(table);
    }

    private static long all(@Nullable Object[] values, int count, int depth) {
        long bytes = 0;
        if (count <= SAMPLE) {
            for (int i = 0; i < count; i++) {
                bytes += of(values[i], depth);
            }
            return bytes;
        }
        for (int i = 0; i < SAMPLE; i++) {
            bytes += of(values[place(i, count)], depth);
        }
        return bytes * count / SAMPLE;
    }

    /** Multiples of the golden ratio modulo one: spread evenly, and in step with no pattern. */
    private static int place(int sample, int count) {
        long fraction = (sample * GOLDEN) >>> 33;
        return (int) ((fraction * count) >>> 31);
    }

    private static long entries(FlatTable table) {
        // up to two thirds of the slots are used
        boolean boxed = table.values.length > 0;
        int step = Math.max(1, table.capacity() / (4 * SAMPLE));
        long bytes = 0;
        int seen = 0;
        for (int slot = 0; slot < table.capacity(); slot += step) { // hashing has spread the keys
            if (table.isUsed(slot)) {
                bytes += of(table.keys[slot], DEPTH) + (boxed ? of(table.values[slot], DEPTH) : 0);
                seen++;
            }
        }
        return seen == 0 ? 0 : bytes * table.count() / seen;
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
        if (value.getClass().isArray() && value.getClass().getComponentType().isPrimitive()) {
            return 16 + (long) Array.getLength(value) * width(value.getClass().getComponentType());
        }
        if (depth == 0) {
            return OPAQUE;
        }
        if (value instanceof Tuple2<?, ?> pair) {
            return 24 + of(pair._1(), depth - 1) + of(pair._2(), depth - 1);
        }
        if (value instanceof Object[] objects) {
            return 16 + 4L * objects.length + all(objects, objects.length, depth - 1);
        }
        if (value instanceof Collection<?> collection) {
            long each = collection.isEmpty() ? 0 : 8 + of(collection.iterator().next(), depth - 1);
            return 48 + each * collection.size();
        }
        if (value instanceof Map<?, ?> map) {
            long each = 0;
            for (Map.Entry<?, ?> first : map.entrySet()) {
                each = 48 + of(first.getKey(), depth - 1) + of(first.getValue(), depth - 1);
                break;
            }
            return 48 + each * map.size();
        }
        return OPAQUE;
    }

    private static int width(Class<?> primitive) {
        if (primitive == long.class || primitive == double.class) {
            return 8;
        }
        if (primitive == int.class || primitive == float.class) {
            return 4;
        }
        return primitive == short.class || primitive == char.class ? 2 : 1;
    }
}
