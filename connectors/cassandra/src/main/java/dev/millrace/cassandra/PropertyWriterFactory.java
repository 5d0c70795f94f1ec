package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of records and beans: each property has a column. */
record PropertyWriterFactory<T>(Class<T> type, Map<String, String> columnsByProperty) implements RowWriterFactory<T> {
    PropertyWriterFactory {
        columnsByProperty = Map.copyOf(columnsByProperty);
        for (String property : columnsByProperty.keySet()) {
            if (Properties.of(type).named(property) == null) {
                throw CassandraErrors.argument("mapToRow: " + type.getName() + " has no property " + property
                        + "; it has " + String.join(", ", Properties.of(type).names()));
            }
        }
    }

    @Override
    public RowWriter<T> rowWriter(TableMetadata table, ColumnSelector columns, List<String> extras) {
        Map<String, Properties.Property> found = columns.all() ? all(table, extras) : selected(table, columns.names());
        for (String extra : extras) {
            Properties.Property property = Properties.of(type).named(extra);
            if (property == null) {
                throw missing(extra, Tables.nameOf(table));
            }
            found.put(extra, property);
        }
        return new Writer<>(List.copyOf(found.keySet()), new ArrayList<>(found.values()));
    }

    private Map<String, Properties.Property> selected(TableMetadata table, List<String> names) {
        Map<String, Properties.Property> found = new LinkedHashMap<>();
        for (String name : names) {
            Tables.column(table, name);
            Properties.Property property = Properties.of(type).forColumn(name, columnsByProperty);
            if (property == null) {
                throw missing(name, Tables.nameOf(table));
            }
            found.put(name, property);
        }
        return found;
    }

    private Map<String, Properties.Property> all(TableMetadata table, List<String> extras) {
        columnsByProperty.values().forEach(column -> Tables.column(table, column));
        Map<String, Properties.Property> found = new LinkedHashMap<>();
        List<String> without = new ArrayList<>(Properties.of(type).names());
        without.removeAll(extras);
        for (String name : Tables.columnNames(table)) {
            Properties.Property property = Properties.of(type).forColumn(name, columnsByProperty);
            if (property != null) {
                found.put(name, property);
                without.remove(property.name());
            }
        }
        if (!without.isEmpty()) {
            throw CassandraErrors.argument(
                    "table " + Tables.nameOf(table) + " has no column for " + type.getName() + "."
                            + String.join(", ", without) + "; it has " + String.join(", ", Tables.columnNames(table))
                            + ". Map the property to a column, or name the columns to write with someColumns");
        }
        return found;
    }

    private RuntimeException missing(String name, String table) {
        return CassandraErrors.argument(type.getName() + " has no property for " + name + " of table " + table
                + "; it has " + String.join(", ", Properties.of(type).names()));
    }

    private record Writer<T>(List<String> columnNames, List<Properties.Property> properties) implements RowWriter<T> {
        @Override
        public void readColumnValues(T element, @Nullable Object[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = properties.get(i).get(element);
            }
        }
    }
}
