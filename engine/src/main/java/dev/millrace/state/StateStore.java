package dev.millrace.state;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Where one executor has the tables of its states. Thread-safe. */
public interface StateStore extends AutoCloseable {
    /**
     * An empty table.
     *
     * @param time sees when a value was last put, in milliseconds, for states that time out; null for others
     */
    StateTable table(@Nullable ToLongFunction<Object> time);

    /** Removes all tables. */
    @Override
    void close();
}
