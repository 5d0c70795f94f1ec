package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.kafka.broker.BrokerSettings;
import dev.millrace.kafka.broker.TestBroker;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.testing.StreamTestDriver;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageIT {
    @TempDir
    Path folder;

    private static DStream<String> values(StreamTestDriver driver, TestBroker broker) {
        return KafkaUtils.createDirectStream(
                        driver.context(),
                        LocationStrategies.PreferConsistent(),
                        ConsumerStrategies.<String, String>Subscribe(
                                List.of("words"), Kafka.consumerParams(broker.bootstrapServers(), "outage")))
                .map(ConsumerRecord::value);
    }

    @Test
    void whileNoBrokerAnswersBatchesAreEmptyAndNothingIsLost() throws Exception {
        try (TestBroker broker = TestBroker.start(BrokerSettings.in(folder.resolve("broker")))) {
            broker.createTopic("words", 2);
            Kafka.send(broker.bootstrapServers(), "words", 0, "a");
            try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
                List<List<String>> batches = driver.collect(values(driver, broker));
                driver.advance();
                Kafka.send(broker.bootstrapServers(), "words", 1, "b");
                broker.stop();
                driver.advance(2);
                assertEquals(List.of(List.of("a"), List.of(), List.of()), batches);

                broker.start();
                Kafka.send(broker.bootstrapServers(), "words", 0, "c");
                int tries = 0;
                while (batches.stream().mapToInt(List::size).sum() < 3 && tries++ < 10) {
                    driver.advance();
                }
                assertEquals(
                        List.of("a", "b", "c"),
                        batches.stream().flatMap(List::stream).sorted().toList());
            }
        }
    }

    @Test
    void anOutageThatDoesNotEndEndsTheJob() throws Exception {
        try (TestBroker broker = TestBroker.start(BrokerSettings.in(folder.resolve("broker")))) {
            broker.createTopic("words", 1);
            MillraceConf conf = new MillraceConf().set("millrace.streaming.kafka.outageTimeout", "1ms");
            try (StreamTestDriver driver = new StreamTestDriver(conf, Durations.seconds(1))) {
                driver.collect(values(driver, broker));
                driver.advance();
                broker.stop();
                driver.advance();
                String message =
                        assertThrows(MillraceException.class, driver::advance).getMessage();
                assertTrue(message.contains("millrace.streaming.kafka.outageTimeout"), message);
            }
        }
    }
}
