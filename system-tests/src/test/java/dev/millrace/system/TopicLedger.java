package dev.millrace.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;

/**
 * Reads what a job committed to a topic, (number, how often), and keeps which numbers there were, from 0 on. It has a thread of its own.
 */
final class TopicLedger implements AutoCloseable {
    private static final long SETTLE_MILLIS = 1_000;

    private final KafkaConsumer<Long, Long> consumer;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final BitSet seen = new BitSet(); // guarded by itself, as all that follow
    private final NavigableSet<Long> again = new TreeSet<>();
    private long count;

    TopicLedger(String brokers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
                new LongDeserializer(),
                new LongDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map((PartitionInfo partition) -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Thread thread = new Thread(this::read, "ledger-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    /** How many different numbers there were. */
    long count() {
        synchronized (seen) {
            return count;
        }
    }

    /** Each number below {@code end} was there, and none above, and none twice but those that {@code mayBeTwice}. */
    void verify(long end, NavigableSet<Long> mayBeTwice) throws InterruptedException {
        Thread.sleep(SETTLE_MILLIS); // nothing comes twice with the last batches
        synchronized (seen) {
            NavigableSet<Long> twice = new TreeSet<>(again);
            twice.removeAll(mayBeTwice);
            assertEquals(new TreeSet<>(), twice, "numbers that came more than once");
            BitSet missing = new BitSet();
            missing.set(0, Math.toIntExact(end));
            missing.andNot(seen);
            assertEquals(new BitSet(), missing, "numbers that are missing of " + end);
        }
    }

    private void read() {
        try (consumer) {
            while (!ended.get()) {
                for (ConsumerRecord<Long, Long> record : consumer.poll(Duration.ofMillis(100))) {
                    synchronized (seen) {
                        int number = Math.toIntExact(record.key());
                        if (seen.get(number) || record.value() != 1) {
                            again.add(record.key());
                        } else {
                            count++;
                        }
                        seen.set(number);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        ended.set(true); // the thread closes the consumer
    }
}
