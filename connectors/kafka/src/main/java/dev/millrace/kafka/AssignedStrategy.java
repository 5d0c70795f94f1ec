package dev.millrace.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Finds partitions by asking for all topics, and assigns them to its consumer itself. */
final class AssignedStrategy<K, V> extends ConsumerStrategy<K, V> {
    private final KafkaParameters parameters;
    private final Map<TopicPartition, Long> offsets;
    private final Function<Map<String, List<PartitionInfo>>, Set<TopicPartition>> select;
    private final Set<String> requiredTopics;

    /**
     * @param select the stream's partitions, of all topics
     * @param requiredTopics those that must be there
     */
    AssignedStrategy(
            String name,
            Map<String, Object> kafkaParams,
            Map<TopicPartition, Long> offsets,
            Function<Map<String, List<PartitionInfo>>, Set<TopicPartition>> select,
            Set<String> requiredTopics) {
        this.parameters = KafkaParameters.ofConsumer(name, kafkaParams);
        this.offsets = new HashMap<>(offsets);
        this.select = select;
        this.requiredTopics = Set.copyOf(requiredTopics);
    }

    @Override
    public Map<String, Object> executorKafkaParams() {
        return parameters.toMap();
    }

    @Override
    public Consumer<K, V> onStart(Map<TopicPartition, Long> currentOffsets) {
        Consumer<K, V> consumer = new KafkaConsumer<>(parameters.ofDriver().toMap());
        try {
            Map<TopicPartition, Long> begin = currentOffsets.isEmpty() ? offsets : currentOffsets;
            Set<TopicPartition> found = find(consumer.listTopics(), consumer);
            Set<TopicPartition> added = new HashSet<>(found);
            added.removeAll(begin.keySet());
            consumer.assign(found);
            for (TopicPartition partition : found) {
                if (begin.containsKey(partition)) {
                    consumer.seek(partition, begin.get(partition));
                }
            }
            if (!currentOffsets.isEmpty()) {
                fromTheBeginning(consumer, added);
            }
            return consumer;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    @Override
    public Set<TopicPartition> partitions(Consumer<K, V> consumer) {
        Set<TopicPartition> known = consumer.assignment();
        Set<TopicPartition> found = find(consumer.listTopics(KafkaSource.ANSWER), consumer);
        Set<TopicPartition> added = new HashSet<>(found);
        added.removeAll(known);
        if (!added.isEmpty()) {
            List<TopicPartition> all = new ArrayList<>(known);
            all.addAll(added);
            consumer.assign(all);
            fromTheBeginning(consumer, added);
        }
        return found;
    }

    /** Partitions that were not there before are read as a whole, unless the group has read a part of them already. */
    private void fromTheBeginning(Consumer<K, V> consumer, Set<TopicPartition> added) {
        if (added.isEmpty()) {
            return;
        }
        Set<TopicPartition> unread = new HashSet<>(added);
        if (parameters.text(ConsumerConfig.GROUP_ID_CONFIG) != null) {
            consumer.committed(added).forEach((partition, committed) -> {
                if (committed != null) {
                    unread.remove(partition);
                }
            });
        }
        if (!unread.isEmpty()) {
            consumer.seekToBeginning(unread);
        }
    }

    private Set<TopicPartition> find(Map<String, List<PartitionInfo>> present, Consumer<K, V> consumer) {
        Set<String> missing = new TreeSet<>(requiredTopics);
        missing.removeAll(present.keySet());
        if (!missing.isEmpty()) {
            throw consumer.assignment().isEmpty() ? KafkaErrors.missing(missing) : KafkaErrors.removed(missing);
        }
        return select.apply(present);
    }
}
