package dev.millrace.kafka;

import java.io.Serializable;
import org.apache.kafka.common.TopicPartition;

/** Limits of single partitions, where {@code millrace.streaming.kafka.maxRatePerPartition} is not fine enough. */
public abstract class PerPartitionConfig implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Offsets per second that are read of the partition at most; 0 for no limit. */
    public abstract long maxRatePerPartition(TopicPartition topicPartition);

    /** Offsets of the partition that a batch has at least, as long as there are as many, however low its rate is. */
    public long minRatePerPartition(TopicPartition topicPartition) {
        return 1;
    }
}
