package dev.millrace.cassandra;

import dev.millrace.streaming.DStream;

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
}
