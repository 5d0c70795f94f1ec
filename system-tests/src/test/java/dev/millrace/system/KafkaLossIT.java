package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.kafka.broker.BrokerProcess;
import dev.millrace.kafka.broker.BrokerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From Kafka to Kafka while the driver, executors and the broker are killed: each of the words, which are all different, must be
 * counted once.
 */
class KafkaLossIT {
    private static final int KILLS = 6;
    private static final int RECORDS_BETWEEN = 2_000;
    private static final TopicPartition COUNTS = new TopicPartition("counts", 0);

    @TempDir
    Path directory;

    private final Map<String, Long> counts = new HashMap<>();
    private long sent;

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void eachRecordIsCountedOnceThoughEverythingIsKilled() throws Exception {
        long seed = Long.getLong("millrace.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dmillrace.test.seed=" + seed + ")");
        Random random = new Random(seed);
        try (BrokerProcess broker = BrokerProcess.start(BrokerSettings.in(directory.resolve("broker")))) {
            try (Admin admin = broker.admin()) {
                admin.createTopics(List.of(new NewTopic("lines", 4, (short) 1), new NewTopic("counts", 1, (short) 1)))
                        .all()
                        .get();
            }
            try (Launch launch = run(broker.bootstrapServers());
                    KafkaProducer<String, String> producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", broker.bootstrapServers()),
                            new StringSerializer(),
                            new StringSerializer());
                    KafkaConsumer<String, Long> consumer = new KafkaConsumer<>(
                            Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                            new StringDeserializer(),
                            new LongDeserializer())) {
                consumer.assign(List.of(COUNTS));
                consumer.seekToBeginning(List.of(COUNTS));
                send(producer);
                awaitCounted(consumer);
                for (int kill = 0; kill < KILLS; kill++) {
                    send(producer);
                    Thread.sleep(random.nextInt(1_000)); // any moment of a batch
                    switch (kill % 3) {
                        case 0 -> launch.awaitDriver().destroyForcibly();
                        case 1 -> launch.awaitExecutor(random.nextInt(2)).destroyForcibly();
                        default -> {
                            broker.kill();
                            broker.start();
                        }
                    }
                    send(producer);
                    awaitCounted(consumer);
                }
                launch.signal("INT");
                assertEquals(0, launch.awaitExit(), launch.err());
                read(consumer, Duration.ofSeconds(1)); // nothing came twice with the last batches
                assertEquals(sent, counts.size());
                counts.forEach((word, count) -> assertEquals(1, count, word));
            }
        }
    }

    private Launch run(String brokers) throws Exception {
        Path manifest = directory.resolve("job.yaml");
        Files.writeString(manifest, """
                apiVersion: millrace.dev/v1
                kind: StreamingJob
                metadata:
                  name: words
                spec:
                  application:
                    jar: local://%s
                    mainClass: dev.millrace.examples.KafkaWordCount
                    args: ["%s", "lines", "counts"]
                  batchInterval: 200ms
                  driver: {memory: 192m}
                  executor: {replicas: 2, memory: 192m}
                  restartPolicy: {maxFailures: 50, initialBackoff: 100ms}
                """.formatted(Launch.HOME.resolve("examples/kafka-word-count.jar"), brokers));
        return Launch.of(
                directory, List.of(), "run", "--checkpoint=" + directory.resolve("checkpoint"), manifest.toString());
    }

    private void send(KafkaProducer<String, String> producer) throws Exception {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (int i = 0; i < RECORDS_BETWEEN; i++) {
            answers.add(producer.send(new ProducerRecord<>("lines", "word-" + sent++)));
        }
        for (Future<RecordMetadata> answer : answers) {
            answer.get();
        }
    }

    private void awaitCounted(KafkaConsumer<String, Long> consumer) {
        await(sent + " words").pollInSameThread().atMost(Duration.ofSeconds(60)).until(() -> {
            read(consumer, Duration.ofMillis(100));
            return counts.size() >= sent;
        });
    }

    private void read(KafkaConsumer<String, Long> consumer, Duration patience) {
        for (ConsumerRecord<String, Long> count : consumer.poll(patience)) {
            counts.merge(count.key(), count.value(), Long::sum);
        }
    }
}
