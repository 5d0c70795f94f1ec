package dev.millrace.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer of one partition that remembers what it has fetched and nobody has read yet, so that the range of the next batch
 * goes on where that of the last one ended. Used by one thread at a time.
 */
final class PartitionConsumer<K, V> implements AutoCloseable {
    /** More records a call than Kafka's 500, for calls have a price; the bytes are limited by Kafka's settings all the same. */
    private static final int MAX_POLL_RECORDS = 4096;

    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final Duration QUESTION = Duration.ofSeconds(10);

    private final TopicPartition partition;
    private final KafkaConsumer<K, V> consumer;
    private ConsumerRecord<K, V>[] fetched = none();
    private int next;
    private long position = -1;

    PartitionConsumer(KafkaParameters parameters, TopicPartition partition) {
        this.partition = partition;
        this.consumer = new KafkaConsumer<>(parameters
                .without(ConsumerConfig.GROUP_ID_CONFIG)
                .without(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                .without(ConsumerConfig.GROUP_PROTOCOL_CONFIG)
                .with(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
                .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
                .with(ConsumerConfig.CLIENT_ID_CONFIG, clientId(parameters, partition))
                .withDefault(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS)
                .toMap());
        consumer.assign(List.of(partition));
    }

    /** Of its own, as Kafka's metrics are named after it. */
    private static String clientId(KafkaParameters parameters, TopicPartition partition) {
        String base = parameters.text(ConsumerConfig.CLIENT_ID_CONFIG);
        return (base == null ? "millrace" : base) + "-" + partition;
    }

    /** Goes to an offset: costs nothing when it stands there. */
    void seek(long offset) {
        if (position != offset) {
            consumer.seek(partition, offset);
            fetched = none();
            next = 0;
            position = offset;
        }
    }

    /** The offset from which on nothing has been read. */
    long position() {
        return position;
    }

    /** Whether {@link #next} has a record without asking Kafka. */
    boolean hasFetched() {
        return next < fetched.length;
    }

    /** Offset of the record that comes next; only when there is one. */
    long nextOffset() {
        return fetched[next].offset();
    }

    /** The next record; only when there is one. */
    ConsumerRecord<K, V> next() {
        ConsumerRecord<K, V> record = fetched[next++];
        position = record.offset() + 1;
        return record;
    }

    /** Fetches what comes next, if it comes in that time; passes over offsets without a record. Only when all has been read. */
    void fetch(Duration timeout) {
        fetched = none();
        next = 0;
        long known = consumer.position(partition, timeout);
        if (known > position) { // what it fetched last ended with offsets without a record
            position = known;
            return;
        }
        fetched = consumer.poll(timeout).records(partition).toArray(none());
        if (fetched.length == 0) {
            position = consumer.position(partition, timeout);
        }
    }

    /** Notes that there is no record between the last one and {@code offset}. */
    void passTo(long offset) {
        position = offset;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there is nothing in it
    private static <K, V> ConsumerRecord<K, V>[] none() {
        return new ConsumerRecord[0];
    }

    long beginningOffset() {
        return question(consumer.beginningOffsets(List.of(partition), QUESTION));
    }

    long endOffset() {
        return question(consumer.endOffsets(List.of(partition), QUESTION));
    }

    private long question(Map<TopicPartition, Long> answer) {
        Long offset = answer.get(partition);
        if (offset == null) {
            throw new IllegalStateException("Kafka names no offsets of " + partition);
        }
        return offset;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
