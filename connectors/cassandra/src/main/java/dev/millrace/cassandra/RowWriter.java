package dev.millrace.cassandra;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes rows of objects. Used by one thread. */
public interface RowWriter<T> {
    /** The columns that it has values for; the extra names, as they were asked for, come last. */
    List<String> columnNames();

    /** Puts the values of an object into {@code values}, in the order of {@link #columnNames}. */
    void readColumnValues(T element, @Nullable Object[] values) throws Exception;
}
