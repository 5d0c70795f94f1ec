package dev.millrace.execution;

import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;
import org.jspecify.annotations.Nullable;

/** Template: another value under the same key. */
final class MapValuesSink<K, V, R> extends Sink<Tuple2<K, V>> {
    private final Function<V, R> function;
    private final Sink<Tuple2<K, R>> downstream;

    MapValuesSink(Function<V, R> function, Sink<Tuple2<K, R>> downstream) {
        this.function = function;
        this.downstream = downstream;
    }

    @Override
    public void accept(Tuple2<K, V> pair) throws Exception {
        downstream.acceptPair(pair._1(), function.call(pair._2()));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // values may be null
    public void acceptPair(@Nullable Object key, @Nullable Object value) throws Exception {
        downstream.acceptPair(key, function.call((V) value));
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
