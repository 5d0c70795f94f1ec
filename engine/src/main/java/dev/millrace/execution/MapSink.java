package dev.millrace.execution;

import dev.millrace.function.Function;
import org.jspecify.annotations.Nullable;

/** Template: one record for one record. */
final class MapSink<T, R> extends Sink<T> {
    private final Function<T, R> function;
    private final Sink<R> downstream;

    MapSink(Function<T, R> function, Sink<R> downstream) {
        this.function = function;
        this.downstream = downstream;
    }

    @Override
    public void accept(T record) throws Exception {
        downstream.accept(function.call(record));
    }

    @Override
    @SuppressWarnings("unchecked")
    public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            downstream.accept(function.call((T) records[i]));
        }
    }

    @Override
    public boolean isFull() {
        return downstream.isFull();
    }
}
