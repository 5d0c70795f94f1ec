package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.codec.CodecNotFoundException;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts values into the first variables of a prepared statement, each the value of a column. Used by one thread. */
final class RowBinder {
    private final PreparedStatement prepared;
    private final CodecRegistry registry;
    private final ColumnRef[] columns;
    private final List<@Nullable TypeCodec<Object>> codecs;

    RowBinder(CqlSession session, TableMetadata table, PreparedStatement prepared, List<String> names) {
        this.prepared = prepared;
        this.registry = session.getContext().getCodecRegistry();
        this.columns = names.stream()
                .map(name -> ColumnRef.of(table, Tables.column(table, name)))
                .toArray(ColumnRef[]::new);
        this.codecs = new ArrayList<>(Collections.nCopies(columns.length, null));
    }

    BoundStatementBuilder start() {
        return prepared.boundStatementBuilder();
    }

    /** @throws dev.millrace.error.MillraceException when it does not fit the column */
    BoundStatementBuilder set(BoundStatementBuilder statement, int index, @Nullable Object value, boolean ignoreNull) {
        Object converted = CqlValues.toCql(columns[index], value);
        if (converted == null) {
            return ignoreNull ? statement : statement.setToNull(index);
        }
        TypeCodec<Object> codec = codecs.get(index);
        if (codec == null || !codec.accepts(converted)) {
            codec = codecFor(index, converted);
            codecs.set(index, codec);
        }
        return statement.set(index, converted, codec);
    }

    private TypeCodec<Object> codecFor(int index, Object value) {
        try {
            return registry.codecFor(columns[index].type(), value);
        } catch (CodecNotFoundException e) {
            throw CassandraErrors.value(columns[index], value, "");
        }
    }

    ColumnRef column(int index) {
        return columns[index];
    }

    int size() {
        return columns.length;
    }

    /** The bytes of its values. */
    static int bytesOf(BoundStatement statement) {
        int bytes = 0;
        for (ByteBuffer value : statement.getValues()) {
            bytes += value == null ? 0 : value.remaining();
        }
        return bytes;
    }
}
