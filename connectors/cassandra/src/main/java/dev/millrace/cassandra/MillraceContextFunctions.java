package dev.millrace.cassandra;

import dev.millrace.rdd.MillraceContext;
import dev.millrace.serializer.ClosureCheck;

/** What this connector adds to a context. Used on the driver. */
public final class MillraceContextFunctions {
    private final MillraceContext context;

    MillraceContextFunctions(MillraceContext context) {
        this.context = context;
    }

    /** The rows of a table. */
    public CassandraTableRDD<CassandraRow> cassandraTable(String keyspace, String table) {
        return cassandraTable(keyspace, table, new RowReaders.OfRow());
    }

    /** The rows of a table, as objects of a class. */
    public <R> CassandraTableRDD<R> cassandraTable(String keyspace, String table, RowReaderFactory<R> reader) {
        ClosureCheck.check(reader, "cassandraTable");
        return new CassandraTableRDD<>(context, TableQuery.of(context.getConf(), keyspace, table), reader, 0);
    }
}
