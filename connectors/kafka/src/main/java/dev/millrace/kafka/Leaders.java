package dev.millrace.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Which brokers lead the partitions of topics. */
final class Leaders {
    private Leaders() {}

    /**
     * The host of each leader, by partition; a partition that has none just now is left out.
     *
     * @param ask Kafka's answer for a topic
     */
    static Map<TopicPartition, String> of(Set<String> topics, Function<String, List<PartitionInfo>> ask) {
        Map<TopicPartition, String> leaders = new HashMap<>();
        for (String topic : topics) {
            for (PartitionInfo info : ask.apply(topic)) {
                if (info.leader() != null) {
                    leaders.put(
                            new TopicPartition(topic, info.partition()),
                            info.leader().host());
                }
            }
        }
        return leaders;
    }
}
