package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import dev.millrace.conf.Spelling;
import java.util.Collection;
import java.util.List;

/** Finds tables and columns by the names that a program gives, which are those that Cassandra keeps: case matters. */
final class Tables {
    private Tables() {}

    /** @throws dev.millrace.error.MillraceException when there is none, with the one that was probably meant */
    static TableMetadata find(CqlSession session, String keyspace, String table) {
        return lookUp(session, keyspace, table, session.isSchemaMetadataEnabled());
    }

    private static TableMetadata lookUp(CqlSession session, String keyspace, String table, boolean mayRefresh) {
        KeyspaceMetadata found = session.getMetadata()
                .getKeyspace(CqlIdentifier.fromInternal(keyspace))
                .orElse(null);
        TableMetadata known = found == null
                ? null
                : found.getTable(CqlIdentifier.fromInternal(table)).orElse(null);
        if (known != null) {
            return known;
        }
        if (mayRefresh) {
            session.refreshSchema(); // it may be newer than the last word from the server
            return lookUp(session, keyspace, table, false);
        }
        if (found == null) {
            throw CassandraErrors.argument("Cassandra has no keyspace " + keyspace
                    + meant(keyspace, session.getMetadata().getKeyspaces().keySet()) + ", or its user may not see it");
        }
        throw CassandraErrors.argument("keyspace " + keyspace + " has no table " + table
                + meant(table, found.getTables().keySet()));
    }

    static String nameOf(TableMetadata table) {
        return table.getKeyspace().asInternal() + "." + table.getName().asInternal();
    }

    /** As CQL writes it. */
    static String cqlNameOf(TableMetadata table) {
        return table.getKeyspace().asCql(true) + "." + table.getName().asCql(true);
    }

    static List<String> columnNames(Collection<ColumnMetadata> columns) {
        return columns.stream().map(column -> column.getName().asInternal()).toList();
    }

    static List<String> columnNames(TableMetadata table) {
        return columnNames(table.getColumns().values());
    }

    /** @throws dev.millrace.error.MillraceException when there is none, with the one that was probably meant */
    static ColumnMetadata column(TableMetadata table, String name) {
        return table.getColumn(CqlIdentifier.fromInternal(name))
                .orElseThrow(() -> CassandraErrors.argument("table " + nameOf(table) + " has no column " + name
                        + meant(name, table.getColumns().keySet()) + "; it has "
                        + String.join(", ", columnNames(table))));
    }

    private static String meant(String name, Collection<CqlIdentifier> names) {
        return Spelling.closest(
                        name, names.stream().map(CqlIdentifier::asInternal).toList())
                .map(closest -> "; did you mean " + closest + "?")
                .orElse("");
    }
}
