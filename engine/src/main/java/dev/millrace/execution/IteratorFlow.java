package dev.millrace.execution;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Pushes the elements of an iterator, a chunk at a time. */
public final class IteratorFlow<T> implements Flow {
    private final Iterator<? extends T> iterator;
    private final Sink<? super T> sink;
    private final @Nullable Object[] chunk = new @Nullable Object[CHUNK];

    public IteratorFlow(Iterator<? extends T> iterator, Sink<? super T> sink) {
        this.iterator = iterator;
        this.sink = sink;
    }

    @Override
    public boolean advance() throws Exception {
        int size = 0;
        while (size < CHUNK && iterator.hasNext()) {
            chunk[size++] = iterator.next();
        }
        sink.acceptAll(chunk, 0, size);
        return size > 0;
    }
}
