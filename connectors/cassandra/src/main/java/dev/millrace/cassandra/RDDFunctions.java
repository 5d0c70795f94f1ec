package dev.millrace.cassandra;

import dev.millrace.rdd.RDD;

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
}
