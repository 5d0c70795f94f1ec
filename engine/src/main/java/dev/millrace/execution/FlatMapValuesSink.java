package dev.millrace.execution;

import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Tuple2;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Template: any number of values under the same key. */
final class FlatMapValuesSink<K, V, R> extends Sink<Tuple2<K, V>> {
    private final FlatMapFunction<V, R> function;
    private final Sink<Tuple2<K, R>> downstream;

    FlatMapValuesSink(FlatMapFunction<V, R> function, Sink<Tuple2<K, R>> downstream) {
        this.function = function;
        this.downstream = downstream;
    }

    @Override
    public void accept(Tuple2<K, V> pair) throws Exception {
        acceptPair(pair._1(), pair._2());
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // values may be null
    public void acceptPair(@Nullable Object key, @Nullable Object value) throws Exception {
        Iterator<R> results = function.call((V) value);
        for (int i = 1; results.hasNext(); i++) {
            downstream.acceptPair(key, results.next());
            if (i % Flow.CHUNK == 0 && downstream.isFull()) {
                return; // a function may return an endless iterator
            }
        }
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
