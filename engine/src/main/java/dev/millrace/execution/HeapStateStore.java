package dev.millrace.execution;

import dev.millrace.state.StateStore;
import dev.millrace.state.StateTable;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Tables on the heap; nothing has to be removed. */
public final class HeapStateStore implements StateStore {
    @Override
    public StateTable table(@Nullable ToLongFunction<Object> time) {
        return new FlatTable(0);
    }

    @Override
    public void close() {}
}
