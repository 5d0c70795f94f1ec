package dev.millrace.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.MillraceException;
import dev.millrace.kafka.broker.BrokerSettings;
import dev.millrace.kafka.broker.TestBroker;
import dev.millrace.streaming.Durations;
import dev.millrace.testing.StreamTestDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaWordCountIT {
    @TempDir
    Path folder;

    @Test
    void countsTheWordsOfEachBatchIntoTheOtherTopic() throws Exception {
        try (TestBroker broker = TestBroker.start(BrokerSettings.in(folder.resolve("broker")))) {
            broker.createTopic("lines", 2);
            broker.createTopic("counts", 1);
            try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
                KafkaWordCount.define(driver.context(), broker.bootstrapServers(), "lines", "counts");
                send(broker, 0, "to be or");
                send(broker, 1, "not to be");
                driver.advance();
                send(broker, 1, "to be");
                driver.advance();
            }
            assertEquals(
                    Map.of("to", List.of(2L, 1L), "be", List.of(2L, 1L), "or", List.of(1L), "not", List.of(1L)),
                    counts(broker, 6));
        }
    }

    private static void send(TestBroker broker, int partition, String line) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("lines", partition, null, line)).get();
        }
    }

    private static Map<String, List<Long>> counts(TestBroker broker, int records) {
        Map<String, List<Long>> counts = new HashMap<>();
        try (KafkaConsumer<String, Long> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "group.id", "test",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                new LongDeserializer())) {
            consumer.subscribe(List.of("counts"));
            int read = 0;
            for (int i = 0; i < 100 && read < records; i++) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    counts.computeIfAbsent(record.key(), word -> new java.util.ArrayList<>())
                            .add(record.value());
                    read++;
                }
            }
        }
        return counts;
    }

    @Test
    void namesTheArgumentsThatItExpects() {
        MillraceException none = assertThrows(MillraceException.class, () -> KafkaWordCount.main(new String[0]));
        assertTrue(none.getMessage().contains("BROKERS, TOPIC and TOPIC"), none::getMessage);
    }
}
