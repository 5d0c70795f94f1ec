package dev.millrace.execution;

import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.Tuple2;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Template: any number of keys and values for one record. */
final class PairFlatMapSink<T, K, V> extends Sink<T> {
    private final PairFlatMapFunction<T, K, V> function;
    private final Sink<Tuple2<K, V>> downstream;

    PairFlatMapSink(PairFlatMapFunction<T, K, V> function, Sink<Tuple2<K, V>> downstream) {
        this.function = function;
        this.downstream = downstream;
    }

    @Override
    public void accept(T record) throws Exception {
        Iterator<Tuple2<K, V>> results = function.call(record);
        for (int i = 1; results.hasNext(); i++) {
            Tuple2<K, V> pair = results.next();
            downstream.acceptPair(pair._1(), pair._2());
            if (i % Flow.CHUNK == 0 && downstream.isFull()) {
                return; // a function may return an endless iterator
            }
        }
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
