package dev.millrace.kafka;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a range, in order. Offsets without a record are passed over: compaction and transactions leave such. Used by
 * one thread; it must be {@linkplain #release released}.
 */
final class RangeReader<K, V> implements Iterator<ConsumerRecord<K, V>> {
    private static final Logger LOG = LoggerFactory.getLogger(RangeReader.class);
    private static final IdleCache<ConsumerKey, PartitionConsumer<?, ?>> CACHE =
            new IdleCache<>("millrace-kafka-consumers");

    /** What makes a consumer the right one. */
    private record ConsumerKey(KafkaParameters parameters, TopicPartition partition) {}

    private final ConsumerKey key;
    private final OffsetRange range;
    private final ReadSettings settings;
    private final PartitionConsumer<K, V> consumer;
    private final long until;
    private boolean broken;

    RangeReader(KafkaParameters parameters, OffsetRange range, ReadSettings settings) {
        this.key = new ConsumerKey(parameters, range.topicPartition());
        this.range = range;
        this.settings = settings;
        this.until = range.untilOffset();
        this.consumer = consumer(key);
        consumer.seek(range.fromOffset());
    }

    @SuppressWarnings("unchecked") // equal parameters name equal deserializers
    private static <K, V> PartitionConsumer<K, V> consumer(ConsumerKey key) {
        PartitionConsumer<?, ?> kept = CACHE.take(key);
        return kept == null
                ? new PartitionConsumer<>(key.parameters(), key.partition())
                : (PartitionConsumer<K, V>) kept;
    }

    @Override
    public boolean hasNext() {
        if (consumer.hasFetched()) {
            return consumer.nextOffset() < until || end();
        }
        return consumer.position() < until && fetch();
    }

    @Override
    public ConsumerRecord<K, V> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return consumer.next();
    }

    private boolean end() {
        consumer.passTo(until);
        return false;
    }

    /** Whether the range has another record. */
    private boolean fetch() {
        try {
            long last = System.nanoTime();
            long position = consumer.position();
            while (position < until) {
                long waited = (System.nanoTime() - last) / 1_000_000;
                if (waited >= settings.pollMillis()) {
                    throw KafkaErrors.silent(key.partition(), range, position, settings.pollMillis());
                }
                fetch(settings.pollMillis() - waited);
                if (consumer.hasFetched()) {
                    return consumer.nextOffset() < until || end();
                }
                if (consumer.position() > position) {
                    last = System.nanoTime(); // no record, but there will be none before this offset
                    position = consumer.position();
                }
            }
            return end();
        } catch (RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    private void fetch(long millis) {
        try {
            consumer.fetch(Duration.ofMillis(millis));
        } catch (OffsetOutOfRangeException e) {
            passExpired();
        }
    }

    private void passExpired() {
        long wanted = consumer.position();
        long from = consumer.beginningOffset();
        long end = consumer.endOffset();
        if (!settings.skipsExpired()) {
            throw KafkaErrors.expired(key.partition(), range, wanted, from, end);
        }
        LOG.atWarn()
                .addKeyValue("topic", range.topic())
                .addKeyValue("partition", range.partition())
                .addKeyValue("wanted", wanted)
                .addKeyValue("availableFrom", from)
                .addKeyValue("availableUntil", end)
                .log("records that a batch is to read are gone: going on with the earliest that are there");
        consumer.seek(wanted < from ? Math.min(from, until) : until);
    }

    /** Gives the consumer back, for the next range of its partition. */
    void release() {
        if (broken || !settings.cached()) {
            IdleCache.close(consumer);
        } else {
            CACHE.give(key, consumer, settings.capacity(), settings.idleMillis());
        }
    }

    /** Consumers without work in this JVM. */
    static int idleConsumers() {
        return CACHE.size();
    }
}
