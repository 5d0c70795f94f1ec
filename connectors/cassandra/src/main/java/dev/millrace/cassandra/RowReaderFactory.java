package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import java.io.Serializable;

/**
 * Knows how rows become objects of a class; goes to the executors with the plan. Immutable; it should have {@code equals}, or be one
 * object for the whole of a stream.
 */
@FunctionalInterface
public interface RowReaderFactory<R> extends Serializable {
    /**
     * Called on the driver when the data set is defined, to check it, and for each task.
     *
     * @param columns that may be read
     * @throws dev.millrace.error.MillraceException when the class needs a column that is not there
     */
    RowReader<R> rowReader(TableMetadata table, ColumnSelector columns);
}
