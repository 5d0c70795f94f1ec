package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.kafka.ConsumerStrategies;
import dev.millrace.kafka.KafkaSink;
import dev.millrace.kafka.KafkaUtils;
import dev.millrace.kafka.LocationStrategies;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;

/**
 * Two streams of numbers, one read from a topic and one by a receiver. How often a batch has each number goes to a topic, exactly
 * once.
 */
public final class CopiesRecords {
    private CopiesRecords() {}

    /** Takes the brokers and the port of the receiver's source. */
    public static void main(String[] arguments) throws InterruptedException {
        String brokers = arguments[0];
        MillraceConf conf = new MillraceConf();
        try (StreamingContext context = new StreamingContext(conf, Durations.milliseconds(200))) {
            DStream<Long> read = KafkaUtils.createDirectStream(
                            context,
                            LocationStrategies.PreferConsistent(),
                            ConsumerStrategies.<byte[], Long>Subscribe(List.of("records"), reading(brokers)))
                    .map(ConsumerRecord::value);
            save(read, brokers, "copies");
            save(
                    context.receiverStream(new AcknowledgingReceiver(Integer.parseInt(arguments[1]))),
                    brokers,
                    "received");
            context.start();
            context.awaitTermination();
        }
    }

    private static void save(DStream<Long> numbers, String brokers, String topic) {
        Map<String, Object> writing = Map.of(
                "bootstrap.servers", brokers,
                "key.serializer", LongSerializer.class,
                "value.serializer", LongSerializer.class);
        KafkaSink.<Long, Long>exactlyOnce(topic, topic, writing)
                .save(numbers.mapToPair(number -> new Tuple2<>(number, 1L)).reduceByKey(Long::sum, 4));
    }

    private static Map<String, Object> reading(String brokers) {
        return Map.of(
                "bootstrap.servers",
                brokers,
                "key.deserializer",
                LongDeserializer.class,
                "value.deserializer",
                LongDeserializer.class,
                "group.id",
                "copies",
                "auto.offset.reset",
                "earliest");
    }
}
