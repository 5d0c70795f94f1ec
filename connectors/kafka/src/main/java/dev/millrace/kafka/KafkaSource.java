package dev.millrace.kafka;

import dev.millrace.error.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A direct stream's view of Kafka: which partitions there are, how far each has been given to batches, and how far it goes.
 * Reads no record. Used by one thread at a time.
 */
final class KafkaSource<K, V> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);

    /** No batch waits longer for its ranges: it has none then. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    private static final long DISCOVERY_MILLIS = 10_000;
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final ConsumerStrategy<K, V> strategy;
    private final Consumer<K, V> consumer;
    private final boolean fromEarliest;
    private final Duration outageTimeout;
    private final long discoveryNanos;
    private final TreeMap<TopicPartition, Long> positions = new TreeMap<>(ORDER);
    private final Map<TopicPartition, String> leaders = new ConcurrentHashMap<>();
    private long discovered;
    private boolean doubtful;
    private @Nullable Long silentSince;

    /**
     * Connects, and finds out where the stream begins.
     *
     * @param restored where it goes on, empty when it has not run before
     * @throws MillraceException when Kafka cannot be asked, has no such topic, or it is not said where to begin
     */
    KafkaSource(
            ConsumerStrategy<K, V> strategy,
            KafkaParameters parameters,
            boolean fromEarliest,
            Duration outageTimeout,
            Map<TopicPartition, Long> restored) {
        this.strategy = strategy;
        this.fromEarliest = fromEarliest;
        this.outageTimeout = outageTimeout;
        this.discoveryNanos = parameters.number(ConsumerConfig.METADATA_MAX_AGE_CONFIG, DISCOVERY_MILLIS) * 1_000_000;
        this.consumer = connect(strategy, restored);
        try {
            begin(restored);
        } catch (RuntimeException e) {
            consumer.close(closing());
            throw readable(e);
        }
    }

    private static <K, V> Consumer<K, V> connect(ConsumerStrategy<K, V> strategy, Map<TopicPartition, Long> restored) {
        try {
            return strategy.onStart(restored);
        } catch (KafkaException e) {
            throw readable(e);
        }
    }

    private void begin(Map<TopicPartition, Long> restored) {
        positions.putAll(restored);
        addNew();
    }

    private static CloseOptions closing() {
        return CloseOptions.timeout(CLOSE);
    }

    private static RuntimeException readable(RuntimeException e) {
        if (e instanceof NoOffsetForPartitionException none) {
            return KafkaErrors.source(
                    "it is not said where to begin with " + none.partitions()
                            + ": the group has committed no offset; give offsets to the ConsumerStrategy, or set"
                            + " auto.offset.reset to earliest or latest",
                    e);
        }
        if (e instanceof KafkaException) {
            return KafkaErrors.source("Kafka could not be asked for topics and offsets", e);
        }
        return e;
    }

    /** What the next batch reads: all partitions, from where the last one ended. */
    OffsetRanges next(RangeLimit limit, OptionalLong rate) {
        try {
            addNewWhenDue();
            Map<TopicPartition, Long> ends = consumer.endOffsets(positions.keySet(), ANSWER);
            correct(ends);
            silentSince = null;
            return advance(limit.until(positions, ends, rate));
        } catch (RetriableException e) {
            endure(e);
            return advance(Map.of());
        } catch (KafkaException e) {
            throw readable(e);
        }
    }

    /** Where the next batch begins, as ranges without an offset. */
    OffsetRanges position() {
        List<OffsetRange> ranges = new ArrayList<>(positions.size());
        positions.forEach((partition, offset) -> ranges.add(OffsetRange.create(partition, offset, offset)));
        return new OffsetRanges(ranges);
    }

    private OffsetRanges advance(Map<TopicPartition, Long> until) {
        List<OffsetRange> ranges = new ArrayList<>(positions.size());
        for (Map.Entry<TopicPartition, Long> entry : positions.entrySet()) {
            long from = entry.getValue();
            long end = until.getOrDefault(entry.getKey(), from);
            ranges.add(OffsetRange.create(entry.getKey(), from, end));
            entry.setValue(end);
        }
        return new OffsetRanges(ranges);
    }

    /** No broker answers: what it has will come with a later batch, unless it never comes back. */
    private void endure(RetriableException e) {
        long now = System.nanoTime();
        doubtful = true;
        if (silentSince == null) {
            silentSince = now;
            LOG.warn("Kafka does not answer: batches of this stream are empty until it does ({})", e.toString());
        } else if (now - silentSince > outageTimeout.toNanos()) {
            throw KafkaErrors.source(
                    "Kafka has not answered for " + outageTimeout.toSeconds()
                            + " s (millrace.streaming.kafka.outageTimeout)",
                    e);
        }
    }

    private void addNewWhenDue() {
        if (doubtful || System.nanoTime() - discovered >= discoveryNanos) {
            addNew();
        }
    }

    private void addNew() {
        Set<TopicPartition> found = strategy.partitions(consumer);
        requireAll(found);
        for (TopicPartition partition : found) {
            if (!positions.containsKey(partition)) {
                long position = consumer.position(partition);
                positions.put(partition, position);
                LOG.atInfo()
                        .addKeyValue("topic", partition.topic())
                        .addKeyValue("partition", partition.partition())
                        .addKeyValue("offset", position)
                        .log("stream reads a partition");
            }
        }
        Set<String> topics = found.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        leaders.putAll(Leaders.of(topics, topic -> consumer.partitionsFor(topic, ANSWER)));
        positions.forEach((partition, position) -> consumer.seek(partition, position));
        consumer.pause(consumer.assignment());
        discovered = System.nanoTime();
        doubtful = false;
    }

    private void requireAll(Set<TopicPartition> found) {
        Set<TopicPartition> gone = new TreeSet<>(ORDER);
        gone.addAll(positions.keySet());
        gone.removeAll(found);
        if (gone.isEmpty()) {
            return;
        }
        if (!consumer.subscription().isEmpty()) {
            throw KafkaErrors.revoked(gone);
        }
        Set<String> names = new TreeSet<>();
        gone.forEach(partition -> names.add(partition.toString()));
        throw KafkaErrors.removed(names);
    }

    /** Host of the broker that leads a partition, null when it is not known. May be called by any thread. */
    @Nullable
    String leader(TopicPartition partition) {
        return leaders.get(partition);
    }

    /** A topic that ends before the place where the stream stands is another one, or has lost records. */
    private void correct(Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> entry : positions.entrySet()) {
            TopicPartition partition = entry.getKey();
            Long end = ends.get(partition);
            if (end == null || end >= entry.getValue()) {
                continue;
            }
            long beginning =
                    consumer.beginningOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
            if (!fromEarliest) {
                throw KafkaErrors.shrunk(partition, entry.getValue(), beginning, end);
            }
            LOG.atWarn()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("position", entry.getValue())
                    .addKeyValue("availableUntil", end)
                    .log("topic ends before the position of the stream: reading it from its beginning");
            entry.setValue(beginning);
        }
    }

    /** Sends offsets to the consumer group, and takes the answers to what was sent before. */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, callback);
        }
        if (!positions.isEmpty()) {
            consumer.poll(Duration.ZERO); // all partitions are paused: this is for answers alone
        }
    }

    /** As {@link #commit}, and waits for the answer. */
    void commitAndWait(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        if (offsets.isEmpty()) {
            return;
        }
        Exception failure = null;
        try {
            consumer.commitSync(offsets, ANSWER);
        } catch (KafkaException e) {
            failure = e;
        }
        callback.onComplete(new HashMap<>(offsets), failure);
    }

    @Override
    public void close() {
        consumer.close(closing());
    }
}
