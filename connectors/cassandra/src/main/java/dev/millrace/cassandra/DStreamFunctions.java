package dev.millrace.cassandra;

import dev.millrace.streaming.DStream;
import dev.millrace.streaming.PairDStream;
import java.util.Optional;

/** What this connector adds to a stream. Used on the driver, before the context starts. */
public final class DStreamFunctions<T> {
    private final DStream<T> stream;

    DStreamFunctions(DStream<T> stream) {
        this.stream = stream;
    }

    /** Begins to say how each batch is saved to a table. */
    public WriterBuilder<T> writerBuilder(String keyspace, String table, RowWriterFactory<T> rows) {
        return WriterBuilder.of(
                stream.context().millraceContext().getConf(),
                keyspace,
                table,
                rows,
                write -> stream.foreachRDD(rdd -> write.run(rdd)));
    }

    /**
     * Joins with a table: each element with each row that has its key. Cassandra is asked for the keys of the elements, and not for
     * the rest of the table.
     *
     * @param selectColumns of the table
     * @param joinColumns that the key is made of, the whole partition key and no more than the primary key; {@code allColumns()} for
     *     the partition key
     * @param reader makes objects of rows
     * @param keys makes keys of elements
     * @throws dev.millrace.error.MillraceException when Cassandra cannot be reached, or the table cannot be asked so
     */
    public <R> PairDStream<T, R> joinWithCassandraTable(
            String keyspace,
            String table,
            ColumnSelector selectColumns,
            ColumnSelector joinColumns,
            RowReaderFactory<R> reader,
            RowWriterFactory<T> keys) {
        return stream.mapPartitionsToPair(new TableJoin.Inner<>(TableJoin.of(
                stream.context().millraceContext().getConf(),
                keyspace,
                table,
                selectColumns,
                joinColumns,
                reader,
                keys)));
    }

    /** As {@link #joinWithCassandraTable}, and each element without a row once, with nothing. */
    public <R> PairDStream<T, Optional<R>> leftJoinWithCassandraTable(
            String keyspace,
            String table,
            ColumnSelector selectColumns,
            ColumnSelector joinColumns,
            RowReaderFactory<R> reader,
            RowWriterFactory<T> keys) {
        return stream.mapPartitionsToPair(new TableJoin.Left<>(TableJoin.of(
                stream.context().millraceContext().getConf(),
                keyspace,
                table,
                selectColumns,
                joinColumns,
                reader,
                keys)));
    }
}
