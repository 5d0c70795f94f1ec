package dev.millrace.execution;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps all records in order. */
public final class CollectSink<T> extends Sink<T> {
    private @Nullable Object[] records = new @Nullable Object[16];
    private int size;

    @Override
    public void accept(T record) {
        if (size == records.length) {
            grow(size + 1);
        }
        records[size++] = record;
    }

    @Override
    public void acceptAll(@Nullable Object[] more, int from, int to) {
        int count = to - from;
        if (size + count > records.length) {
            grow(size + count);
        }
        System.arraycopy(more, from, records, size, count);
        size += count;
    }

    public int size() {
        return size;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // a record may be null where the user's functions make it so
    public T get(int index) {
        return (T) records[index];
    }

    /** Forgets the records, and keeps the memory. */
    public void clear() {
        Arrays.fill(records, 0, size, null);
        size = 0;
    }

    /** The records as a chunk; this sink must not be used any more. */
    public RecordChunk toChunk() {
        return new RecordChunk(records, size);
    }

    private void grow(int needed) {
        records = Arrays.copyOf(records, Math.max(needed, records.length * 2));
    }
}
