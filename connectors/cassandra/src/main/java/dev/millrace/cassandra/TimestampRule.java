package dev.millrace.cassandra;

import java.io.Serializable;

/** Where the write timestamp of a row comes from. All are in microseconds since the epoch. */
sealed interface TimestampRule extends Serializable {
    /** The time of the batch; outside a stream the time at which the job began. */
    record OfBatch() implements TimestampRule {}

    /** The same for all rows. */
    record Constant(long micros) implements TimestampRule {}

    /** The clock of whoever writes, at each write. */
    record OfWrite() implements TimestampRule {}

    /** A property of the row's object, or a component of its tuple. */
    record PerRow(String name) implements TimestampRule {}

    /** Whether a row that is written again is written with the same one. */
    default boolean isRepeatable() {
        return !(this instanceof OfWrite);
    }
}
