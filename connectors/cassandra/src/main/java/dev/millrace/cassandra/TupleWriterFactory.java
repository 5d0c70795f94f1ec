package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of tuples: the columns are filled in the order in which they are named. */
record TupleWriterFactory<T>(Class<?> type) implements RowWriterFactory<T> {
    @Override
    public RowWriter<T> rowWriter(TableMetadata table, ColumnSelector columns, List<String> extras) {
        List<String> names = new ArrayList<>(columns.all() ? Tables.columnNames(table) : columns.names());
        names.forEach(name -> Tables.column(table, name));
        names.addAll(extras);
        List<Properties.Property> components = Properties.ofTuple(type);
        if (names.size() != components.size()) {
            throw CassandraErrors.argument("table " + Tables.nameOf(table) + ": a " + type.getSimpleName() + " has "
                    + components.size() + " values for the columns " + String.join(", ", names)
                    + ": name as many with someColumns");
        }
        return new Writer<>(List.copyOf(names), components);
    }

    private record Writer<T>(List<String> columnNames, List<Properties.Property> components) implements RowWriter<T> {
        @Override
        public void readColumnValues(T element, @Nullable Object[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = components.get(i).get(element);
            }
        }
    }
}
