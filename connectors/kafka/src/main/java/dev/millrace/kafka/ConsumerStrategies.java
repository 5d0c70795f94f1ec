package dev.millrace.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions a direct stream reads. {@code kafkaParams} are the settings of Kafka's consumer, unchanged: at least {@code
 * bootstrap.servers}, {@code key.deserializer} and {@code value.deserializer}.
 *
 * <p>Where the stream begins in a partition: at the offset that is given here; without one, at the offset that the group ({@code
 * group.id}) has committed; without that, as {@code auto.offset.reset} says. A partition that appears while the stream runs, or
 * while it was down, is read from its beginning, so that nothing of it is missed.
 *
 * <p>The stream reads all partitions itself and takes no part in the group's rebalancing; the group has its committed offsets
 * alone. So each stream needs a group of its own.
 */
public final class ConsumerStrategies {
    private ConsumerStrategies() {}

    /** All partitions of some topics. */
    public static <K, V> ConsumerStrategy<K, V> Subscribe(Collection<String> topics, Map<String, Object> kafkaParams) {
        return Subscribe(topics, kafkaParams, Map.of());
    }

    /**
     * All partitions of some topics.
     *
     * @param offsets where to begin, by partition
     */
    public static <K, V> ConsumerStrategy<K, V> Subscribe(
            Collection<String> topics, Map<String, Object> kafkaParams, Map<TopicPartition, Long> offsets) {
        Set<String> names = Set.copyOf(topics);
        Arguments.require(!names.isEmpty(), "Subscribe: expected at least one topic, found none");
        return new AssignedStrategy<>("Subscribe", kafkaParams, offsets, present -> ofTopics(present, names), names);
    }

    /** All partitions of the topics whose whole name matches, those of topics that are made later among them. */
    public static <K, V> ConsumerStrategy<K, V> SubscribePattern(Pattern pattern, Map<String, Object> kafkaParams) {
        return SubscribePattern(pattern, kafkaParams, Map.of());
    }

    /**
     * All partitions of the topics whose whole name matches, those of topics that are made later among them. Topics of Kafka's
     * own, such as {@code __consumer_offsets}, match nothing.
     *
     * @param offsets where to begin, by partition
     */
    public static <K, V> ConsumerStrategy<K, V> SubscribePattern(
            Pattern pattern, Map<String, Object> kafkaParams, Map<TopicPartition, Long> offsets) {
        return new AssignedStrategy<>(
                "SubscribePattern", kafkaParams, offsets, present -> matching(present, pattern), Set.of());
    }

    /** These partitions and no others. */
    public static <K, V> ConsumerStrategy<K, V> Assign(
            Collection<TopicPartition> topicPartitions, Map<String, Object> kafkaParams) {
        return Assign(topicPartitions, kafkaParams, Map.of());
    }

    /**
     * These partitions and no others.
     *
     * @param offsets where to begin, by partition
     */
    public static <K, V> ConsumerStrategy<K, V> Assign(
            Collection<TopicPartition> topicPartitions,
            Map<String, Object> kafkaParams,
            Map<TopicPartition, Long> offsets) {
        Set<TopicPartition> partitions = Set.copyOf(topicPartitions);
        Arguments.require(!partitions.isEmpty(), "Assign: expected at least one partition, found none");
        Set<String> topics = new HashSet<>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        return new AssignedStrategy<>(
                "Assign", kafkaParams, offsets, present -> intersection(present, partitions), topics);
    }

    private static Set<TopicPartition> ofTopics(Map<String, List<PartitionInfo>> present, Set<String> names) {
        Set<TopicPartition> found = new HashSet<>();
        for (String name : names) {
            for (PartitionInfo info : present.getOrDefault(name, List.of())) {
                found.add(new TopicPartition(name, info.partition()));
            }
        }
        return found;
    }

    private static Set<TopicPartition> matching(Map<String, List<PartitionInfo>> present, Pattern pattern) {
        Set<String> names = new HashSet<>();
        for (String name : present.keySet()) {
            if (!name.startsWith("__") && pattern.matcher(name).matches()) {
                names.add(name);
            }
        }
        return ofTopics(present, names);
    }

    private static Set<TopicPartition> intersection(
            Map<String, List<PartitionInfo>> present, Set<TopicPartition> wanted) {
        Set<TopicPartition> found = ofTopics(present, present.keySet());
        found.retainAll(wanted);
        if (found.size() < wanted.size()) {
            Set<String> missing = new TreeSet<>();
            for (TopicPartition partition : wanted) {
                if (!found.contains(partition)) {
                    missing.add(partition.toString());
                }
            }
            throw KafkaErrors.missing(missing);
        }
        return found;
    }
}
