package dev.millrace.kafka;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The errors of this connector that users see. None of them shows a setting's value but addresses and offsets. */
final class KafkaErrors {
    /** What to set so that a stream goes on with what there is. */
    private static final String POLICY = "millrace.streaming.kafka.offsetOutOfRange=earliest";

    private KafkaErrors() {}

    static MillraceException source(String message, @Nullable Throwable cause) {
        return new MillraceException(ErrorCode.SOURCE, cause == null ? message : message + ": " + cause, cause);
    }

    static MillraceException missing(Collection<String> what) {
        return source(
                "Kafka has no " + String.join(", ", what)
                        + ", or this client may not describe it: create the topic before the stream starts, or correct its name;"
                        + " a client of a cluster with access control needs the right to describe and to read it",
                null);
    }

    static MillraceException removed(Collection<String> topics) {
        return source(
                "Kafka does not have " + String.join(", ", topics)
                        + " any more, which this stream reads: the topic was deleted, or this client lost the right to describe it."
                        + " Take it out of the program, or make it again and start the stream without the old offsets",
                null);
    }

    static MillraceException revoked(Collection<TopicPartition> partitions) {
        return source(
                "the consumer group gave " + partitions
                        + " to another member, and this stream cannot go on with a part of its partitions: give each stream a group.id"
                        + " of its own",
                null);
    }

    /** Records that a range names are not there any more. */
    static MillraceException expired(TopicPartition partition, OffsetRange range, long wanted, long from, long until) {
        return source(
                "offset out of range: topic " + partition.topic() + ", partition " + partition.partition() + ": offset "
                        + wanted + " was wanted (of the range from " + range.fromOffset() + " until "
                        + range.untilOffset()
                        + "), available are " + from + " until " + until + ". "
                        + (wanted < from
                                ? "Records expired before they were read"
                                : "Records were deleted, as when a topic is made anew")
                        + ": let the topic keep them for longer (retention.ms, retention.bytes), or set " + POLICY
                        + " to go on with what there is; the records between are lost then",
                null);
    }

    /** A topic ends before the place where the stream stands. */
    static MillraceException shrunk(TopicPartition partition, long position, long from, long until) {
        return source(
                "offset out of range: topic " + partition.topic() + ", partition " + partition.partition()
                        + ": the stream stands at offset "
                        + position + ", available are " + from + " until " + until
                        + ". Records were deleted, as when a topic is made anew; set " + POLICY
                        + " to read it from its beginning",
                null);
    }

    static MillraceException silent(TopicPartition partition, OffsetRange range, long position, long millis) {
        return source(
                "topic " + partition.topic() + ", partition " + partition.partition() + ": no record came within "
                        + millis
                        + " ms (millrace.streaming.kafka.consumer.pollTimeout) at offset " + position
                        + " of the range from "
                        + range.fromOffset() + " until " + range.untilOffset()
                        + ": the broker cannot be reached or is overloaded, or the topic was deleted",
                null);
    }
}
