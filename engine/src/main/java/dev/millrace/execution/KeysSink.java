package dev.millrace.execution;

import dev.millrace.function.Tuple2;
import org.jspecify.annotations.Nullable;

/** Template: the keys alone. */
final class KeysSink<K, V> extends Sink<Tuple2<K, V>> {
    private final Sink<K> downstream;

    KeysSink(Sink<K> downstream) {
        this.downstream = downstream;
    }

    @Override
    public void accept(Tuple2<K, V> pair) throws Exception {
        downstream.accept(pair._1());
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // keys may be null
    public void acceptPair(@Nullable Object key, @Nullable Object value) throws Exception {
        downstream.accept((K) key);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            accept((Tuple2<K, V>) records[i]);
        }
    }

    @Override
    public boolean isFull() {
        return downstream.isFull();
    }
}
