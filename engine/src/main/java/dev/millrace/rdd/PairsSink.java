package dev.millrace.rdd;

import dev.millrace.execution.Sink;
import dev.millrace.function.Tuple2;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects keys and values. */
final class PairsSink<K, V> extends Sink<Tuple2<K, V>> {
    private @Nullable Object[] keys;
    private @Nullable Object[] values;
    private int count;

    /** @param expected how many are probably to come */
    PairsSink(int expected) {
        keys = new @Nullable Object[Math.max(1, expected)];
        values = new @Nullable Object[keys.length];
    }

    @Override
    public void accept(Tuple2<K, V> pair) {
        acceptPair(pair._1(), pair._2());
    }

    @Override
    public void acceptPair(@Nullable Object key, @Nullable Object value) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        keys[count] = key;
        values[count++] = value;
    }

    @Override
    @SuppressWarnings("unchecked") // what is in the array was put there as a pair
    public void acceptAll(@Nullable Object[] records, int from, int to) {
        for (int i = from; i < to; i++) {
            accept((Tuple2<K, V>) records[i]);
        }
    }

    /** The keys, from the first on; there may be room behind the last. */
    @Nullable
    Object[] keys() {
        return keys;
    }

    /** The values, as {@link #keys}. */
    @Nullable
    Object[] values() {
        return values;
    }

    int count() {
        return count;
    }
}
