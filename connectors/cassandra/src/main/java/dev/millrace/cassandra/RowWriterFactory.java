package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import java.io.Serializable;
import java.util.List;

/**
 * Knows how objects of a class become rows; goes to the executors with the plan. Immutable; it should have {@code equals}, or be one
 * object for the whole of a stream.
 */
@FunctionalInterface
public interface RowWriterFactory<T> extends Serializable {
    /**
     * Called on the driver when the output is defined, to check it, and for each task.
     *
     * @param columns that are to be written
     * @param extras names of values that are no columns, such as those of {@link WriterBuilder#withPerRowTTL}
     * @throws dev.millrace.error.MillraceException when the class has nothing for a column, or a property that no column is for
     */
    RowWriter<T> rowWriter(TableMetadata table, ColumnSelector columns, List<String> extras);
}
