package dev.millrace.execution;

import dev.millrace.function.Function;
import org.jspecify.annotations.Nullable;

/** Template: pushes what a function makes of each number of a range. */
final class GenerateFlow<T> extends RangeFlow {
    private final Function<Long, T> function;
    private final Sink<T> sink;
    private final @Nullable Object[] chunk = new @Nullable Object[CHUNK];

    GenerateFlow(Function<Long, T> function, Sink<T> sink) {
        this.function = function;
        this.sink = sink;
    }

    @Override
    void push(long from, int size) throws Exception {
        for (int i = 0; i < size; i++) {
            chunk[i] = function.call(from + i);
        }
        sink.acceptAll(chunk, 0, size);
    }
}
