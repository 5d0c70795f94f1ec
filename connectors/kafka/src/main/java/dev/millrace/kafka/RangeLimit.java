package dev.millrace.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a batch reads each partition, so that it is not larger than its interval allows.
 *
 * <p>A rate for the whole stream is shared out by what waits in each partition, so that those that are behind catch up first;
 * the limits of single partitions hold on top.
 */
final class RangeLimit {
    private final PerPartitionConfig limits;
    private final long batchMillis;

    RangeLimit(PerPartitionConfig limits, long batchMillis) {
        this.limits = limits;
        this.batchMillis = batchMillis;
    }

    /**
     * The offset before which the batch ends, by partition.
     *
     * @param positions where it begins
     * @param ends the offset after the last one that is there; not before the position
     * @param rate offsets per second of all partitions together; empty for no limit
     */
    Map<TopicPartition, Long> until(
            Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends, OptionalLong rate) {
        double waiting = 0;
        for (Map.Entry<TopicPartition, Long> entry : positions.entrySet()) {
            waiting += ends.getOrDefault(entry.getKey(), entry.getValue()) - entry.getValue();
        }
        Map<TopicPartition, Long> result = new HashMap<>();
        for (Map.Entry<TopicPartition, Long> entry : positions.entrySet()) {
            TopicPartition partition = entry.getKey();
            long position = entry.getValue();
            long there = ends.getOrDefault(partition, position) - position;
            result.put(partition, position + Math.min(there, most(partition, there, waiting, rate)));
        }
        return result;
    }

    private long most(TopicPartition partition, long there, double waiting, OptionalLong rate) {
        double perSecond = Double.POSITIVE_INFINITY;
        if (rate.isPresent()) {
            perSecond = (double) rate.getAsLong() * ((double) there / Math.max(1, waiting));
        }
        long own = limits.maxRatePerPartition(partition);
        if (own > 0) {
            perSecond = Math.min(perSecond, (double) own);
        }
        if (perSecond == Double.POSITIVE_INFINITY) {
            return there;
        }
        return Math.max(limits.minRatePerPartition(partition), (long) (perSecond * batchMillis / 1000));
    }
}
