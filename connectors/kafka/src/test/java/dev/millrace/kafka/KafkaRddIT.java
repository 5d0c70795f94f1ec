package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Kafka.Shared.class)
class KafkaRddIT {
    private final Kafka kafka;

    KafkaRddIT(Kafka kafka) {
        this.kafka = kafka;
    }

    private static MillraceContext context() {
        return new MillraceContext(new MillraceConf()
                .setMaster("local[2]")
                .setAppName("rdd")
                .set("millrace.task.maxFailures", "1")
                .set("millrace.streaming.kafka.consumer.pollTimeout", "3s"));
    }

    private RDD<ConsumerRecord<String, String>> rdd(MillraceContext context, OffsetRange... ranges) {
        return KafkaUtils.createRDD(context, kafka.consumerParams("rdd"), ranges, LocationStrategies.PreferBrokers());
    }

    @Test
    void aRangeIsAPartition() throws Exception {
        String topic = kafka.topic(2);
        kafka.send(topic, 0, "a", "b", "c", "d");
        kafka.send(topic, 1, "x", "y");
        OffsetRange[] ranges = {
            OffsetRange.create(topic, 0, 1, 3), OffsetRange.create(topic, 1, 1, 1), OffsetRange.create(topic, 1, 0, 2)
        };
        try (MillraceContext context = context()) {
            RDD<ConsumerRecord<String, String>> rdd = rdd(context, ranges);
            assertArrayEquals(ranges, ((HasOffsetRanges) rdd).offsetRanges());
            assertEquals(
                    List.of(List.of("b", "c"), List.of(), List.of("x", "y")),
                    rdd.map(ConsumerRecord::value).glom().collect());
            assertEquals(4, rdd.count());
            assertEquals(List.of("b"), rdd.map(ConsumerRecord::value).take(1));
        }
    }

    @Test
    void recordsTravelThroughAShuffle() throws Exception {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "b");
        try (MillraceContext context = context()) {
            List<ConsumerRecord<String, String>> records = rdd(context, OffsetRange.create(topic, 0, 0, 2))
                    .repartition(3)
                    .collect();
            assertEquals(2, records.size());
            assertTrue(records.stream().allMatch(record -> record.topic().equals(topic)));
        }
    }

    @Test
    void aRangeThatIsNotThereYetIsAnErrorAfterTheTimeout() throws Exception {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a");
        try (MillraceContext context = context()) {
            String message = assertThrows(
                            MillraceException.class,
                            () -> rdd(context, OffsetRange.create(topic, 0, 0, 5))
                                    .count())
                    .getMessage();
            assertTrue(message.contains("no record came within 3000 ms"), message);
            assertTrue(message.contains("at offset 1 of the range from 0 until 5"), message);
        }
    }

    @Test
    void aRangeMustNotEndBeforeItBegins() {
        assertThrows(IllegalArgumentException.class, () -> OffsetRange.create("topic", 0, 5, 4));
    }
}
