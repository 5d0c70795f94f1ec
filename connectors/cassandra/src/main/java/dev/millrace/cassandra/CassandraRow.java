package dev.millrace.cassandra;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table as it was read. Immutable; equal when columns and values are. A {@code blob} is a {@code byte[]}, all other values
 * are of the classes that Cassandra's driver has for their types.
 */
public final class CassandraRow implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<String> columns;
    private final @Nullable Object[] values;

    CassandraRow(List<String> columns, @Nullable Object[] values) {
        this.columns = columns;
        this.values = values;
    }

    /** The names of its columns, in the order in which they were selected. */
    public List<String> columnNames() {
        return columns;
    }

    /**
     * Whether a column has no value.
     *
     * @throws dev.millrace.error.MillraceException when the row has no such column
     */
    public boolean isNullAt(String column) {
        return values[indexOf(column)] == null;
    }

    /**
     * The value of a column, null when it has none.
     *
     * @param type class to convert it to, where nothing is lost
     * @throws dev.millrace.error.MillraceException when the row has no such column, or its value is of another kind
     */
    public <V> @Nullable V get(String column, Class<V> type) {
        return type.cast(JavaValues.convert(values[indexOf(column)], type, () -> "column " + column));
    }

    public @Nullable String getString(String column) {
        return get(column, String.class);
    }

    /**
     * The value of a column as {@code int}.
     *
     * @throws dev.millrace.error.MillraceException when it has none, or null, or no whole number that fits
     */
    public int getInt(String column) {
        return present(column, Integer.class);
    }

    /**
     * The value of a column as {@code long}.
     *
     * @throws dev.millrace.error.MillraceException when it has none, or null, or no whole number that fits
     */
    public long getLong(String column) {
        return present(column, Long.class);
    }

    /**
     * The value of a column as {@code double}.
     *
     * @throws dev.millrace.error.MillraceException when it has none, or null, or no number
     */
    public double getDouble(String column) {
        return present(column, Double.class);
    }

    private <V> V present(String column, Class<V> type) {
        V value = get(column, type);
        if (value == null) {
            throw CassandraErrors.argument("column " + column + ": expected a number, found null");
        }
        return value;
    }

    /** Values by the names of their columns; those that are null are there. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(columns.get(i), values[i]);
        }
        return map;
    }

    private int indexOf(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw CassandraErrors.argument(
                    "the row has no column " + column + "; it has " + String.join(", ", columns));
        }
        return index;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CassandraRow that
                && columns.equals(that.columns)
                && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * columns.hashCode() + Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return "CassandraRow" + toMap();
    }
}
