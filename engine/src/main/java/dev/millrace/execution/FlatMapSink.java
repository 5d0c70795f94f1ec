package dev.millrace.execution;

import dev.millrace.function.FlatMapFunction;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Template: any number of records for one. */
final class FlatMapSink<T, R> extends Sink<T> {
    private final FlatMapFunction<T, R> function;
    private final Sink<R> downstream;

    FlatMapSink(FlatMapFunction<T, R> function, Sink<R> downstream) {
        this.function = function;
        this.downstream = downstream;
    }

    @Override
    public void accept(T record) throws Exception {
        Iterator<R> results = function.call(record);
        for (int i = 1; results.hasNext(); i++) {
            downstream.accept(results.next());
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
