package dev.millrace.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions a direct stream reads, and with which settings. Those of {@link ConsumerStrategies} are enough nearly
 * always; a subclass can do what they cannot. Used on the driver, by one thread at a time.
 */
public abstract class ConsumerStrategy<K, V> {
    /** How long a consumer that subscribes may take to become a member of its group. */
    private static final Duration FIRST_ASSIGNMENT = Duration.ofSeconds(10);

    private static final Duration ASSIGNMENT_POLL = Duration.ofMillis(50);

    /** Settings of the consumers that read; executors get them. They are Kafka's own and passed through unchanged. */
    public abstract Map<String, Object> executorKafkaParams();

    /**
     * Makes the consumer that asks Kafka, on the driver, what there is. Called once, when the stream starts.
     *
     * @param currentOffsets where the stream goes on, by partition, after a restart from a checkpoint; else empty
     * @return a consumer with its partitions, standing where it is to begin
     */
    public abstract Consumer<K, V> onStart(Map<TopicPartition, Long> currentOffsets);

    /**
     * The partitions that there are now; called now and then, and the stream begins with those that are new. By default what
     * the consumer was assigned, after it was given the chance to learn of changes.
     */
    public Set<TopicPartition> partitions(Consumer<K, V> consumer) {
        long end = System.nanoTime() + FIRST_ASSIGNMENT.toNanos();
        do {
            consumer.pause(consumer.assignment()); // records are read by executors
            ConsumerRecords<K, V> records =
                    consumer.poll(consumer.assignment().isEmpty() ? ASSIGNMENT_POLL : Duration.ZERO);
            for (TopicPartition partition : records.partitions()) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        } while (consumer.assignment().isEmpty() && !consumer.subscription().isEmpty() && System.nanoTime() < end);
        return consumer.assignment();
    }
}
