package dev.millrace.kafka;

import java.io.Serializable;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one partition of a topic from {@code fromOffset} (inclusive) to {@code untilOffset} (exclusive). Immutable.
 *
 * <p>It may hold fewer records than offsets: compaction leaves gaps, and transactions take offsets for their own marks.
 */
public record OffsetRange(String topic, int partition, long fromOffset, long untilOffset) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException when the range ends before it begins, or a number is negative */
    public OffsetRange {
        if (partition < 0 || fromOffset < 0 || untilOffset < fromOffset) {
            throw new IllegalArgumentException("offset range of topic " + topic
                    + ": expected 0 <= partition and 0 <= fromOffset <= untilOffset, found partition " + partition
                    + ", "
                    + fromOffset + " and " + untilOffset);
        }
    }

    public static OffsetRange create(String topic, int partition, long fromOffset, long untilOffset) {
        return new OffsetRange(topic, partition, fromOffset, untilOffset);
    }

    public static OffsetRange create(TopicPartition topicPartition, long fromOffset, long untilOffset) {
        return new OffsetRange(topicPartition.topic(), topicPartition.partition(), fromOffset, untilOffset);
    }

    public TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** How many offsets it has: records at most. */
    public long count() {
        return untilOffset - fromOffset;
    }
}
