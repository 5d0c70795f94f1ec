package dev.millrace.execution;

import dev.millrace.function.Function2;
import org.jspecify.annotations.Nullable;

/** Template: folds records into a value that starts as given. */
final class FoldSink<T, A> extends FoldingSink<T, A> {
    private final Function2<A, T, A> function;
    private A value;

    FoldSink(Function2<A, T, A> function, A zero) {
        this.function = function;
        this.value = zero;
    }

    @Override
    public void accept(T record) throws Exception {
        value = function.call(value, record);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
        A result = value;
        for (int i = from; i < to; i++) {
            result = function.call(result, (T) records[i]);
        }
        value = result;
    }

    @Override
    public boolean isDefined() {
        return true;
    }

    @Override
    public A value() {
        return value;
    }
}
