package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.DataType;

/** A column and the table that it is of, for messages. */
record ColumnRef(String table, String name, DataType type) {
    static ColumnRef of(TableMetadata table, ColumnMetadata column) {
        return new ColumnRef(Tables.nameOf(table), column.getName().asInternal(), column.getType());
    }

    /** What a value must be. */
    String expected() {
        return type.asCql(false, true) + " (" + CqlValues.javaTypes(type) + ")";
    }

    @Override
    public String toString() {
        return "table " + table + ", column " + name;
    }
}
