package dev.millrace.kafka;

import dev.millrace.kafka.broker.BrokerSettings;
import dev.millrace.kafka.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One broker for all test classes, and what tests do with it. */
final class Kafka implements AutoCloseable {
    private static final AtomicInteger TOPICS = new AtomicInteger();

    private final TestBroker broker;

    private Kafka(TestBroker broker) {
        this.broker = broker;
    }

    /** Gives tests the broker, which is started for the first that asks and stopped after the last test. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Kafka.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Kafka.class, key -> start(), Kafka.class);
        }

        private static Kafka start() {
            try {
                Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "broker");
                return new Kafka(TestBroker.start(BrokerSettings.in(directory)
                        .with("log.cleaner.backoff.ms", "100")
                        .with("group.min.session.timeout.ms", "1000")));
            } catch (Exception e) {
                throw new IllegalStateException("the broker did not start", e);
            }
        }
    }

    String servers() {
        return broker.bootstrapServers();
    }

    Admin admin() {
        return broker.admin();
    }

    /** A new topic of a name that no other has. */
    String topic(int partitions) throws Exception {
        return topic(partitions, Map.of());
    }

    String topic(int partitions, Map<String, String> configuration) throws Exception {
        String name = "topic-" + TOPICS.incrementAndGet();
        broker.createTopic(name, partitions, configuration);
        return name;
    }

    /** Settings of a consumer of strings that begins at the beginning. */
    Map<String, Object> consumerParams(String group) {
        return consumerParams(servers(), group);
    }

    static Map<String, Object> consumerParams(String servers, String group) {
        Map<String, Object> params = new HashMap<>();
        params.put("bootstrap.servers", servers);
        params.put("key.deserializer", StringDeserializer.class);
        params.put("value.deserializer", StringDeserializer.class);
        params.put("group.id", group);
        params.put("auto.offset.reset", "earliest");
        params.put("metadata.max.age.ms", 1); // looks for new partitions at each batch
        return params;
    }

    Map<String, Object> producerParams() {
        return producerParams(servers());
    }

    static Map<String, Object> producerParams(String servers) {
        return new HashMap<>(Map.of(
                "bootstrap.servers", servers,
                "key.serializer", StringSerializer.class,
                "value.serializer", StringSerializer.class));
    }

    /** Sends values, without a key, to a partition and returns when they are there. */
    void send(String topic, int partition, String... values) throws Exception {
        send(servers(), topic, partition, values);
    }

    static void send(String servers, String topic, int partition, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(producerParams(servers))) {
            sendAll(producer, topic, partition, values);
        }
    }

    private static void sendAll(KafkaProducer<String, String> producer, String topic, int partition, String... values)
            throws Exception {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (String value : values) {
            answers.add(producer.send(new ProducerRecord<>(topic, partition, null, value)));
        }
        producer.flush();
        for (Future<RecordMetadata> answer : answers) {
            answer.get();
        }
    }

    /** Sends values in a transaction of its own, which is committed or not. */
    void transaction(String topic, int partition, boolean commit, String... values) throws Exception {
        Map<String, Object> params = producerParams();
        params.put("transactional.id", "tests-" + TOPICS.incrementAndGet());
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(params)) {
            producer.initTransactions();
            producer.beginTransaction();
            sendAll(producer, topic, partition, values);
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    /** All committed records of a topic, by partition, in their order, once all transactions are decided. */
    List<ConsumerRecord<String, String>> committed(String topic) {
        Map<String, Object> params = consumerParams("reader");
        params.put("isolation.level", "read_committed");
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(params)) {
            Set<TopicPartition> partitions = new HashSet<>();
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = ends(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** With what is not committed. */
    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(consumerParams("reader"))) {
            return consumer.endOffsets(partitions);
        }
    }

    List<String> committedValues(String topic) {
        return committed(topic).stream().map(ConsumerRecord::value).toList();
    }

    /** What a group has committed. */
    Map<TopicPartition, Long> groupOffsets(String group) throws Exception {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try (Admin admin = admin()) {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        }
        return offsets;
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
