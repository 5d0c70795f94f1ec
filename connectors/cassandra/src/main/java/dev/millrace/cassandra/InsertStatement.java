package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.DataTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The prepared insert of a table, and the rows for it. Used by one thread. */
final class InsertStatement<T> {
    private static final long MICROS = 1000;

    private final WriteSettings settings;
    private final String table;
    private final RowWriter<T> rows;
    private final RowBinder binder;
    private final Set<Integer> keys = new HashSet<>();
    private final @Nullable Object[] values;

    /** @throws dev.millrace.error.MillraceException when the table cannot have such rows */
    InsertStatement(SharedSession shared, WriteSettings settings, RowWriterFactory<T> factory) {
        this.settings = settings;
        TableMetadata metadata = Tables.find(shared.session(), settings.keyspace(), settings.table());
        this.table = Tables.nameOf(metadata);
        this.rows = factory.rowWriter(metadata, settings.columns(), settings.extras());
        List<String> names = rows.columnNames();
        List<String> columns = names.subList(0, names.size() - settings.extras().size());
        check(metadata, columns);
        for (ColumnMetadata key : metadata.getPrimaryKey()) {
            keys.add(columns.indexOf(key.getName().asInternal()));
        }
        SimpleStatement insert = SimpleStatement.newInstance(cql(metadata, columns))
                .setConsistencyLevel(
                        DefaultConsistencyLevel.valueOf(settings.consistency().toUpperCase(Locale.ROOT)))
                .setIdempotent(true);
        this.binder = new RowBinder(
                shared.session(),
                metadata,
                shared.prepare(insert, "table " + table, settings.pace().retries()),
                columns);
        this.values = new Object[names.size()];
    }

    private void check(TableMetadata metadata, List<String> columns) {
        List<String> missing = new ArrayList<>(Tables.columnNames(metadata.getPrimaryKey()));
        missing.removeAll(columns);
        if (!missing.isEmpty()) {
            throw CassandraErrors.argument("table " + table + ": no value for the primary key column "
                    + String.join(", ", missing) + "; written are " + String.join(", ", columns));
        }
        for (String name : columns) {
            ColumnRef column = ColumnRef.of(metadata, Tables.column(metadata, name));
            if (column.type().equals(DataTypes.COUNTER)) {
                throw CassandraErrors.argument(
                        column + ": a counter cannot be written twice with the same result: keep the sum"
                                + " in a bigint, from a stream with state or a window");
            }
            if (settings.hasTimestamp() && CqlValues.growsWhenRepeated(column.type())) {
                throw CassandraErrors.argument(column + ": Cassandra adds to a list that is written twice with the same"
                        + " timestamp, as a batch that runs again is: make it a frozen list or a set, or take"
                        + " withAutoTimestamp()");
            }
        }
    }

    private String cql(TableMetadata metadata, List<String> columns) {
        StringBuilder cql = new StringBuilder("INSERT INTO ").append(Tables.cqlNameOf(metadata));
        cql.append(columns.stream()
                .map(name -> CqlIdentifier.fromInternal(name).asCql(true))
                .collect(Collectors.joining(", ", " (", ")")));
        cql.append(" VALUES (")
                .append(String.join(", ", columns.stream().map(name -> "?").toList()))
                .append(')');
        List<String> using = new ArrayList<>();
        if (settings.ifNotExists()) {
            cql.append(" IF NOT EXISTS");
        } else if (settings.hasTimestamp()) {
            using.add("TIMESTAMP ?");
        }
        if (settings.lifetime().isSet()) {
            using.add("TTL ?");
        }
        return using.isEmpty() ? cql.toString() : cql + " USING " + String.join(" AND ", using);
    }

    String table() {
        return table;
    }

    /**
     * The statement that writes an object.
     *
     * @param micros the timestamp of rows that have none of their own
     */
    BoundStatement bind(T element, long micros) throws Exception {
        if (element == null) {
            throw CassandraErrors.argument("table " + table + ": a record of the data set is null");
        }
        rows.readColumnValues(element, values);
        BoundStatementBuilder statement = binder.start();
        for (int i = 0; i < binder.size(); i++) {
            if (values[i] == null && keys.contains(i)) {
                throw CassandraErrors.value(binder.column(i), null, ", which a primary key cannot have");
            }
            statement = binder.set(statement, i, values[i], settings.ignoreNulls());
        }
        int next = binder.size();
        int extra = binder.size();
        if (settings.hasTimestamp()) {
            boolean own = settings.timestamp() instanceof TimestampRule.PerRow;
            statement = statement.setLong(next++, own ? microsOf(values[extra++]) : micros);
        }
        if (settings.lifetime().isSet()) {
            statement = statement.setInt(
                    next,
                    settings.lifetime().name() == null ? settings.lifetime().seconds() : secondsOf(values[extra]));
        }
        return statement.build();
    }

    private long microsOf(@Nullable Object value) {
        if (value instanceof Long micros) {
            return micros;
        }
        Instant instant = value == null ? null : CqlValues.instant(value);
        if (instant == null) {
            throw extra("timestamp", "microseconds as Long, Instant, Date or Time", value);
        }
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS * MICROS), instant.getNano() / MICROS);
    }

    private int secondsOf(@Nullable Object value) {
        if (value instanceof java.time.Duration duration) {
            return Math.toIntExact(duration.toSeconds());
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            return Math.toIntExact(((Number) value).longValue());
        }
        throw extra("TTL", "seconds as Integer, or Duration", value);
    }

    private RuntimeException extra(String what, String expected, @Nullable Object value) {
        return CassandraErrors.argument("table " + table + ", " + what + " of a row: expected " + expected + ", found "
                + (value == null ? "null" : "a " + value.getClass().getName()));
    }
}
