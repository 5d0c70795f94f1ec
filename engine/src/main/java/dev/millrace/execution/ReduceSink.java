package dev.millrace.execution;

import dev.millrace.function.Function2;
import org.jspecify.annotations.Nullable;

/** Template: folds records into one, starting with the first. */
final class ReduceSink<T> extends FoldingSink<T, T> {
    private final Function2<T, T, T> function;
    private @Nullable T value;
    private boolean defined;

    ReduceSink(Function2<T, T, T> function) {
        this.function = function;
    }

    @Override
    @SuppressWarnings("NullAway") // a defined value is null only where the user's records are
    public void accept(T record) throws Exception {
        if (defined) {
            value = function.call(value, record);
        } else {
            value = record;
            defined = true;
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
    public boolean isDefined() {
        return defined;
    }

    @Override
    public @Nullable T value() {
        return value;
    }
}
