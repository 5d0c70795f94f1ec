package dev.millrace.execution;

import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import org.jspecify.annotations.Nullable;

/** Template: a key and a value for one record. */
final class PairMapSink<T, K, V> extends Sink<T> {
    private final PairFunction<T, K, V> function;
    private final Sink<Tuple2<K, V>> downstream;

    PairMapSink(PairFunction<T, K, V> function, Sink<Tuple2<K, V>> downstream) {
        this.function = function;
        this.downstream = downstream;
    }

    @Override
    public void accept(T record) throws Exception {
        Tuple2<K, V> pair = function.call(record);
        downstream.acceptPair(pair._1(), pair._2());
    }

    @Override
    @SuppressWarnings("unchecked")
    public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            accept((T) records[i]);
        }
    }

    @Override
    public boolean isFull() {
        return downstream.isFull();
    }
}
