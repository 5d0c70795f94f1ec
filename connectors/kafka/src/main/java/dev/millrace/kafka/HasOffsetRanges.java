package dev.millrace.kafka;

/**
 * A data set that was read from Kafka and knows where. That of a direct stream does, as it comes out of the stream:
 *
 * <pre>{@code
 * stream.foreachRDD(rdd -> {
 *     OffsetRange[] ranges = ((HasOffsetRanges) rdd).offsetRanges();
 *     ...
 * });
 * }</pre>
 *
 * <p>What an operation makes of it does not, but as long as none of them shuffles, partition <i>i</i> holds what comes of range <i>i</i>.
 */
public interface HasOffsetRanges {
    /** One range for each partition of the data set, in their order; a copy. */
    OffsetRange[] offsetRanges();
}
