package dev.millrace.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;

/** Offsets that the program wants to have committed, until the next batch takes them along in one request. Thread-safe. */
final class PendingCommits {
    /** What goes out in one request. */
    record Request(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {}

    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private List<OffsetCommitCallback> callbacks = new ArrayList<>();

    /** Adds the ends of ranges; of several for one partition the highest counts. */
    synchronized void add(Iterable<OffsetRange> ranges, OffsetCommitCallback callback) {
        for (OffsetRange range : ranges) {
            ends.merge(range.topicPartition(), range.untilOffset(), Math::max);
        }
        callbacks.add(callback);
    }

    /** Takes out everything. */
    synchronized Request take() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        ends.forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end)));
        List<OffsetCommitCallback> told = callbacks;
        ends.clear();
        callbacks = new ArrayList<>();
        return new Request(
                offsets, (committed, failure) -> told.forEach(callback -> callback.onComplete(committed, failure)));
    }
}
