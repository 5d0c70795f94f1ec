package dev.millrace.cassandra;

import dev.millrace.rdd.RDD;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A whole output: where, what and how. Immutable. */
record TableWrite<T>(ConnectionSettings connection, WriteSettings settings, RowWriterFactory<T> rows)
        implements Serializable {
    /** @throws dev.millrace.error.MillraceException when Cassandra cannot be reached, or the table cannot have such rows */
    void check() {
        try (SharedSession shared = SharedSession.of(connection)) {
            new InsertStatement<>(shared, settings, rows);
        }
    }

    /** Returns when all rows are written. */
    void run(RDD<T> rdd) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        rdd.context().runJob(rdd, new SaveToTable<>(this, now), (position, written) -> {});
    }
}
