package dev.millrace.execution;

import dev.millrace.function.Function;
import org.jspecify.annotations.Nullable;

/** Template: passes the records for which the predicate holds. */
final class FilterSink<T> extends Sink<T> {
    private final Function<T, Boolean> predicate;
    private final Sink<T> downstream;

    FilterSink(Function<T, Boolean> predicate, Sink<T> downstream) {
        this.predicate = predicate;
        this.downstream = downstream;
    }

    @Override
    public void accept(T record) throws Exception {
        if (predicate.call(record)) {
            downstream.accept(record);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            T record = (T) records[i];
            if (predicate.call(record)) {
                downstream.accept(record);
            }
        }
    }

    @Override
    public boolean isFull() {
        return downstream.isFull();
    }
}
