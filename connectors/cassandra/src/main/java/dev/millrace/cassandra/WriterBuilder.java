package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import dev.millrace.conf.MillraceConf;
import dev.millrace.serializer.ClosureCheck;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Says how a data set or a stream is saved to a table, and does it. What is not said here is as {@code millrace.cassandra.output.*}
 * says. Immutable; each method returns another one. Used on the driver.
 */
public final class WriterBuilder<T> {
    private final ConnectionSettings connection;
    private final WriteSettings settings;
    private final RowWriterFactory<T> rows;
    private final Consumer<TableWrite<T>> output;

    private WriterBuilder(
            ConnectionSettings connection,
            WriteSettings settings,
            RowWriterFactory<T> rows,
            Consumer<TableWrite<T>> output) {
        this.connection = connection;
        this.settings = settings;
        this.rows = rows;
        this.output = output;
    }

    static <T> WriterBuilder<T> of(
            MillraceConf conf,
            String keyspace,
            String table,
            RowWriterFactory<T> rows,
            Consumer<TableWrite<T>> output) {
        ClosureCheck.check(rows, "writerBuilder");
        return new WriterBuilder<>(ConnectionSettings.of(conf), WriteSettings.of(conf, keyspace, table), rows, output);
    }

    private WriterBuilder<T> with(WriteSettings changed) {
        return new WriterBuilder<>(connection, changed, rows, output);
    }

    /** Writes these columns; by default all that the class has something for. */
    public WriterBuilder<T> withColumnSelector(ColumnSelector columns) {
        return with(settings.with(columns));
    }

    public WriterBuilder<T> withConsistencyLevel(ConsistencyLevel level) {
        return with(settings.withConsistency(level.name().toLowerCase(Locale.ROOT)));
    }

    /** Rows vanish after so many seconds. */
    public WriterBuilder<T> withConstantTTL(int seconds) {
        require(seconds > 0, "withConstantTTL", "seconds > 0", seconds);
        return with(settings.with(new Lifetime(seconds, null)));
    }

    /** Rows vanish after that time, counted in whole seconds. */
    public WriterBuilder<T> withConstantTTL(Duration lifetime) {
        return withConstantTTL(Math.toIntExact(lifetime.toSeconds()));
    }

    /**
     * A row vanishes after as many seconds as its object says, as {@code Integer} or {@code Duration}.
     *
     * @param property of the class; for tuples any name: the value comes after those of the columns, and of the timestamp
     */
    public WriterBuilder<T> withPerRowTTL(String property) {
        return with(settings.with(new Lifetime(0, property)));
    }

    /** Rows stay for as long as the table says. */
    public WriterBuilder<T> withAutoTTL() {
        return with(settings.with(new Lifetime(0, null)));
    }

    /** All rows have this write timestamp, in microseconds since the epoch. */
    public WriterBuilder<T> withConstantTimestamp(long micros) {
        return with(settings.with(new TimestampRule.Constant(micros)));
    }

    /** A row has the write timestamp that its object says, as {@code Long} in microseconds, or as a point in time. */
    public WriterBuilder<T> withPerRowTimestamp(String property) {
        return with(settings.with(new TimestampRule.PerRow(property)));
    }

    /** A row's write timestamp is that of the clock when it is written: a batch that runs again writes anew. */
    public WriterBuilder<T> withAutoTimestamp() {
        return with(settings.with(new TimestampRule.OfWrite()));
    }

    /** A row's write timestamp is the time of its batch, which is so by default. */
    public WriterBuilder<T> withBatchTimestamp() {
        return with(settings.with(new TimestampRule.OfBatch()));
    }

    /** Writes rows alone that are not there yet, by a lightweight transaction for each; they have no timestamp of ours. */
    public WriterBuilder<T> withIfNotExists(boolean ifNotExists) {
        return with(settings.withIfNotExists(ifNotExists));
    }

    /** Leaves a column as it is where its value is null, instead of deleting it. */
    public WriterBuilder<T> withIgnoreNulls(boolean ignoreNulls) {
        return with(settings.withIgnoreNulls(ignoreNulls));
    }

    /** Rows of one partition key go in requests of so many bytes at most; 0 for one row a request. */
    public WriterBuilder<T> withBatchSizeInBytes(int bytes) {
        require(bytes >= 0, "withBatchSizeInBytes", "bytes >= 0", bytes);
        return with(settings.with(settings.pace().withBatchBytes(bytes)));
    }

    /** A task has so many requests under way at the same time at most. */
    public WriterBuilder<T> withParallelismLevel(int requests) {
        require(requests > 0, "withParallelismLevel", "requests > 0", requests);
        return with(settings.with(settings.pace().withConcurrent(requests)));
    }

    /** A task writes so many mebibytes in a second at most; 0 for no limit. */
    public WriterBuilder<T> withThroughputMiBPS(double mebibytes) {
        if (!(mebibytes >= 0)) {
            throw CassandraErrors.argument("withThroughputMiBPS: expected a number >= 0, found " + mebibytes);
        }
        return with(settings.with(settings.pace().withMebibytesPerSecond(mebibytes)));
    }

    private static void require(boolean condition, String method, String expected, int found) {
        if (!condition) {
            throw CassandraErrors.argument(method + ": expected " + expected + ", found " + found);
        }
    }

    /**
     * Saves a data set and returns when it is written; makes it an output of a stream.
     *
     * @throws dev.millrace.error.MillraceException when Cassandra cannot be reached, there is no such table, or it cannot have
     *     rows of this class; for a data set also when rows cannot be written
     */
    public void saveToCassandra() {
        if (settings.ifNotExists() && !(settings.timestamp() instanceof TimestampRule.OfBatch)) {
            throw CassandraErrors.argument("table " + settings.keyspace() + "." + settings.table()
                    + ": withIfNotExists cannot go with a timestamp, which Cassandra gives such rows itself");
        }
        TableWrite<T> write = new TableWrite<>(connection, settings, rows);
        write.check();
        output.accept(write);
    }
}
