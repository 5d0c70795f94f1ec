package dev.millrace.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerIT {
    @TempDir
    Path folder;

    @Test
    void recordsSurviveAStopAndAreGoneAfterTheClose() throws Exception {
        Path data = folder.resolve("broker");
        try (TestBroker broker = TestBroker.start(BrokerSettings.in(data))) {
            broker.createTopic("words", 1);
            send(broker.bootstrapServers(), "one");
            broker.stop();
            broker.start();
            send(broker.bootstrapServers(), "two");
            assertEquals(List.of("one", "two"), read(broker.bootstrapServers(), 2));
        }
        assertFalse(Files.exists(data));
    }

    @Test
    void recordsSurviveAKillOfTheProcess() throws Exception {
        Path data = folder.resolve("process");
        ProcessHandle second;
        try (BrokerProcess broker = BrokerProcess.start(BrokerSettings.in(data))) {
            try (Admin admin = broker.admin()) {
                admin.createTopics(List.of(new NewTopic("words", 1, (short) 1)))
                        .all()
                        .get();
            }
            send(broker.bootstrapServers(), "one");
            broker.kill();
            assertEquals(List.of(), broker.handle());
            broker.start();
            second = broker.handle().get(0);
            assertTrue(second.isAlive());
            send(broker.bootstrapServers(), "two");
            assertEquals(List.of("one", "two"), read(broker.bootstrapServers(), 2));
        }
        assertFalse(second.isAlive());
        assertFalse(Files.exists(data));
    }

    private static void send(String servers, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("words", value)).get();
        }
    }

    private static List<String> read(String servers, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "max.poll.records", count),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("words", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<String, String>> records = List.of();
            for (int i = 0; i < 20 && records.size() < count; i++) {
                records = consumer.poll(Duration.ofSeconds(1)).records(partition);
            }
            return records.stream().map(ConsumerRecord::value).toList();
        }
    }
}
