package dev.millrace.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the first records up to a number. */
public final class TakeSink<T> extends Sink<T> {
    private final List<T> records = new ArrayList<>();
    private final int limit;

    public TakeSink(int limit) {
        this.limit = limit;
    }

    @Override
    public void accept(T record) {
        if (records.size() < limit) {
            records.add(record);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void acceptAll(@Nullable Object[] chunk, int from, int to) {
        for (int i = from; i < to && records.size() < limit; i++) {
            records.add((T) chunk[i]);
        }
    }

    @Override
    public boolean isFull() {
        return records.size() >= limit;
    }

    public List<T> records() {
        return records;
    }
}
