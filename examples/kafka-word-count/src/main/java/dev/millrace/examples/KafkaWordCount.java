package dev.millrace.examples;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.kafka.ConsumerStrategies;
import dev.millrace.kafka.KafkaSink;
import dev.millrace.kafka.KafkaUtils;
import dev.millrace.kafka.LocationStrategies;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.StreamingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Counts the words of each second of a topic, and writes a record for each word, with its count, to another one. Each line is
 * counted once, whatever fails, when the job has a checkpoint.
 */
public final class KafkaWordCount {
    private KafkaWordCount() {}

    /** Takes the brokers, the topic with lines and the topic for counts. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 3) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "expected three arguments, BROKERS, TOPIC and TOPIC, found " + Arrays.toString(args));
        }
        MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("kafka-word-count");
        try (StreamingContext context = new StreamingContext(conf, Durations.seconds(1))) {
            define(context, args[0], args[1], args[2]);
            context.start();
            context.awaitTermination();
        }
    }

    static void define(StreamingContext context, String brokers, String lines, String counts) {
        Map<String, Object> reading = Map.of(
                "bootstrap.servers",
                brokers,
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class,
                "group.id",
                "kafka-word-count",
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        Map<String, Object> writing = Map.of(
                "bootstrap.servers", brokers,
                "key.serializer", StringSerializer.class,
                "value.serializer", LongSerializer.class);
        DStream<String> text = KafkaUtils.createDirectStream(
                        context,
                        LocationStrategies.PreferConsistent(),
                        ConsumerStrategies.<String, String>Subscribe(List.of(lines), reading))
                .map(ConsumerRecord::value);
        KafkaSink.<String, Long>exactlyOnce("counts", counts, writing).save(countWords(text));
    }

    /** How often each word occurs in a batch. */
    static PairDStream<String, Long> countWords(DStream<String> lines) {
        return lines.flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum);
    }
}
