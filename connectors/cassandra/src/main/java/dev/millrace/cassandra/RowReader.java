package dev.millrace.cassandra;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes objects of rows. Used by one thread. */
public interface RowReader<R> {
    /** The columns that it needs. */
    List<String> columnNames();

    /** An object of the values of one row, which are in the order of {@link #columnNames}. */
    R read(@Nullable Object[] values) throws Exception;
}
