package dev.millrace.execution;

import dev.millrace.function.VoidFunction;
import org.jspecify.annotations.Nullable;

/** Template: calls a function for each record. */
final class ForeachSink<T> extends Sink<T> {
    private final VoidFunction<T> function;

    ForeachSink(VoidFunction<T> function) {
        this.function = function;
    }

    @Override
    public void accept(T record) throws Exception {
        function.call(record);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            function.call((T) records[i]);
        }
    }
}
