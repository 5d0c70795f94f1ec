package dev.millrace.kafka;

import dev.millrace.function.Tuple2;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.receiver.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Takes records in as a member of a consumer group. Offsets are committed after the records are kept, so that none is lost: what
 * was taken in and not committed is read once more, here or by another member.
 */
final class KafkaReceiver<K, V> extends Receiver<Tuple2<K, V>> {
    private static final long serialVersionUID = 1L;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long END_MILLIS = 10_000;

    private final KafkaParameters parameters;
    private final HashMap<String, Integer> topics;
    private transient @Nullable List<Reading> threads;

    /** @param topics how many threads read each of them */
    KafkaReceiver(KafkaParameters parameters, Map<String, Integer> topics, StorageLevel storageLevel) {
        super(storageLevel);
        this.parameters = parameters.with(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.topics = new HashMap<>(topics);
    }

    @Override
    public void onStart() {
        List<Reading> started = new ArrayList<>();
        topics.forEach((topic, count) -> {
            for (int i = 0; i < count; i++) {
                started.add(new Reading(topic, i));
            }
        });
        threads = started;
        started.forEach(Thread::start);
    }

    @Override
    public void onStop() throws InterruptedException {
        List<Reading> running = threads;
        threads = null;
        if (running == null) {
            return;
        }
        running.forEach(Reading::end);
        for (Reading reading : running) {
            if (reading != Thread.currentThread()) {
                reading.join(END_MILLIS);
            }
        }
    }

    /** One member of the group. */
    private final class Reading extends Thread implements ConsumerRebalanceListener {
        private final String topic;
        private final KafkaConsumer<K, V> consumer;
        private volatile boolean ending;

        Reading(String topic, int number) {
            super("millrace-kafka-receiver-" + streamId() + "-" + topic + "-" + number);
            setDaemon(true);
            this.topic = topic;
            this.consumer = new KafkaConsumer<>(parameters.toMap());
        }

        void end() {
            ending = true;
            consumer.wakeup();
        }

        @Override
        public void run() {
            try (consumer) {
                consumer.subscribe(Set.of(topic), this);
                while (!ending && !isStopped()) {
                    take(consumer.poll(POLL));
                }
            } catch (WakeupException e) {
                if (!ending) {
                    restart("a Kafka consumer was woken up", e);
                }
            } catch (RuntimeException e) {
                if (!ending && !isStopped()) {
                    restart("reading topic " + topic + " failed", e);
                }
            }
        }

        /** Keeps the records, then says that they are read. */
        private void take(ConsumerRecords<K, V> records) {
            if (records.isEmpty()) {
                return;
            }
            List<Tuple2<K, V>> pairs = new ArrayList<>(records.count());
            for (ConsumerRecord<K, V> record : records) {
                pairs.add(new Tuple2<>(record.key(), record.value()));
            }
            store(pairs);
            Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
            for (TopicPartition partition : records.partitions()) {
                List<ConsumerRecord<K, V>> ofPartition = records.records(partition);
                ends.put(
                        partition,
                        new OffsetAndMetadata(
                                ofPartition.get(ofPartition.size() - 1).offset() + 1));
            }
            commit(ends);
        }

        private void commit(Map<TopicPartition, OffsetAndMetadata> ends) {
            try {
                consumer.commitSync(ends);
            } catch (WakeupException e) {
                consumer.commitSync(ends); // told to end in between: what is kept must not come twice
                throw e;
            } catch (KafkaException e) {
                // the group has moved on without this member: another one reads these records once more
                reportError("offsets of topic " + topic + " were not committed", e);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // everything that was polled is kept and committed: there is nothing to hand over
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // reading begins where the group has committed
        }
    }
}
