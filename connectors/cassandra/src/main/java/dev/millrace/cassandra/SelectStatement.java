package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The prepared queries of a table, and the objects of their rows. Used by one thread. */
final class SelectStatement<R> {
    private final SharedSession shared;
    private final CqlSession session;
    private final TableQuery query;
    private final TableMetadata metadata;
    private final RowReader<R> reader;
    private final @Nullable Object[] values;

    /** @throws dev.millrace.error.MillraceException when the table cannot be read so */
    SelectStatement(SharedSession shared, TableQuery query, RowReaderFactory<R> factory) {
        this.shared = shared;
        this.session = shared.session();
        this.query = query;
        this.metadata = Tables.find(session, query.keyspace(), query.table());
        this.reader = factory.rowReader(metadata, query.columns());
        reader.columnNames().forEach(name -> Tables.column(metadata, name));
        this.values = new Object[reader.columnNames().size()];
    }

    TableMetadata metadata() {
        return metadata;
    }

    String table() {
        return "table " + Tables.nameOf(metadata);
    }

    /** The columns by whose hash rows are spread, as CQL writes them. */
    String partitionKey() {
        return String.join(
                ", ",
                metadata.getPartitionKey().stream()
                        .map(column -> column.getName().asCql(true))
                        .toList());
    }

    /** Prepares a query with these conditions before those of the program. */
    PreparedStatement prepare(List<String> conditions) {
        List<String> all = new ArrayList<>(conditions);
        all.addAll(query.where());
        StringBuilder cql = new StringBuilder("SELECT ");
        cql.append(String.join(
                ", ",
                reader.columnNames().stream()
                        .map(name -> CqlIdentifier.fromInternal(name).asCql(true))
                        .toList()));
        cql.append(" FROM ").append(Tables.cqlNameOf(metadata));
        if (!all.isEmpty()) {
            cql.append(" WHERE ").append(String.join(" AND ", all));
        }
        if (query.limit() > 0) {
            cql.append(" LIMIT ").append(query.limit());
        }
        if (!query.where().isEmpty()) {
            cql.append(" ALLOW FILTERING");
        }
        try {
            SimpleStatement select = SimpleStatement.newInstance(cql.toString())
                    .setPageSize(query.fetchRows())
                    .setConsistencyLevel(
                            DefaultConsistencyLevel.valueOf(query.consistency().toUpperCase(Locale.ROOT)))
                    .setIdempotent(true);
            return shared.prepare(select, table(), query.retries());
        } catch (QueryValidationException e) {
            throw CassandraErrors.argument(table() + ": Cassandra refuses \"" + cql + "\": " + e.getMessage());
        }
    }

    /** Puts the values of the program's conditions after those that are there. */
    BoundStatement finish(PreparedStatement prepared, BoundStatementBuilder begun, int first) {
        BoundStatementBuilder statement = begun;
        for (int i = 0; i < query.values().size(); i++) {
            var variable = prepared.getVariableDefinitions().get(first + i);
            DataType type = variable.getType();
            ColumnRef column =
                    new ColumnRef(Tables.nameOf(metadata), variable.getName().asInternal(), type);
            Object value = CqlValues.toCql(column, query.values().get(i));
            statement = value == null
                    ? statement.setToNull(first + i)
                    : statement.set(
                            first + i,
                            value,
                            session.getContext().getCodecRegistry().<Object>codecFor(type, value));
        }
        return statement.build();
    }

    Answers send(BoundStatement request) {
        return new Answers(session, table(), query.retries(), request);
    }

    R read(Row row) throws Exception {
        for (int i = 0; i < values.length; i++) {
            values[i] = JavaValues.plain(row.getObject(i));
        }
        return reader.read(values);
    }
}
