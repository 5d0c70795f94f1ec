package dev.millrace.cassandra;

import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import java.util.Optional;

/** What this connector adds to a data set. Used on the driver. */
public final class RDDFunctions<T> {
    private final RDD<T> rdd;

    RDDFunctions(RDD<T> rdd) {
        this.rdd = rdd;
    }

    /** Begins to say how the data set is saved to a table; in {@code foreachRDD} rows get the time of the batch. */
    public WriterBuilder<T> writerBuilder(String keyspace, String table, RowWriterFactory<T> rows) {
        return WriterBuilder.of(rdd.context().getConf(), keyspace, table, rows, write -> write.run(rdd));
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
    public <R> PairRDD<T, R> joinWithCassandraTable(
            String keyspace,
            String table,
            ColumnSelector selectColumns,
            ColumnSelector joinColumns,
            RowReaderFactory<R> reader,
            RowWriterFactory<T> keys) {
        return rdd.mapPartitionsToPair(new TableJoin.Inner<>(
                TableJoin.of(rdd.context().getConf(), keyspace, table, selectColumns, joinColumns, reader, keys)));
    }

    /** As {@link #joinWithCassandraTable}, and each element without a row once, with nothing. */
    public <R> PairRDD<T, Optional<R>> leftJoinWithCassandraTable(
            String keyspace,
            String table,
            ColumnSelector selectColumns,
            ColumnSelector joinColumns,
            RowReaderFactory<R> reader,
            RowWriterFactory<T> keys) {
        return rdd.mapPartitionsToPair(new TableJoin.Left<>(
                TableJoin.of(rdd.context().getConf(), keyspace, table, selectColumns, joinColumns, reader, keys)));
    }
}
