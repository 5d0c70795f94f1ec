package dev.millrace.execution;

import org.jspecify.annotations.Nullable;

/** Counts records. */
public final class CountSink<T> extends Sink<T> {
    private long count;

    @Override
    public void accept(T record) {
        count++;
    }

    @Override
    public void acceptPair(@Nullable Object key, @Nullable Object value) {
        count++;
    }

    @Override
    public void acceptAll(@Nullable Object[] records, int from, int to) {
        count += to - from;
    }

    public long count() {
        return count;
    }
}
