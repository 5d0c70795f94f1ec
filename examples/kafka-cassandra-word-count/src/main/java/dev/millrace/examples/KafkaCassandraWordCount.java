package dev.millrace.examples;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapTupleToRow;
import static dev.millrace.cassandra.CassandraFunctions.someColumns;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.kafka.ConsumerStrategies;
import dev.millrace.kafka.KafkaUtils;
import dev.millrace.kafka.LocationStrategies;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.State;
import dev.millrace.streaming.StateSpec;
import dev.millrace.streaming.StreamingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Counts the words of a topic, and keeps the count of each word so far in a table. Each line is counted once, whatever fails, when
 * the job has a checkpoint.
 */
public final class KafkaCassandraWordCount {
    private KafkaCassandraWordCount() {}

    /**
     * Takes the brokers, the topic with lines, the keyspace, and the table with the columns {@code word text PRIMARY KEY, count
     * bigint}. Where Cassandra is says the configuration.
     */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 4) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "expected four arguments, BROKERS, TOPIC, KEYSPACE and TABLE, found " + Arrays.toString(args));
        }
        MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("kafka-cassandra-word-count");
        try (StreamingContext context = new StreamingContext(conf, Durations.seconds(1))) {
            define(context, args[0], args[1], args[2], args[3]);
            context.start();
            context.awaitTermination();
        }
    }

    static void define(StreamingContext context, String brokers, String topic, String keyspace, String table) {
        DStream<Tuple2<String, Long>> counts = KafkaUtils.createDirectStream(
                        context,
                        LocationStrategies.PreferConsistent(),
                        ConsumerStrategies.<String, String>Subscribe(List.of(topic), reading(brokers)))
                .map(ConsumerRecord::value)
                .flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum)
                .mapWithState(StateSpec.function(KafkaCassandraWordCount::add));
        functions(counts)
                .writerBuilder(keyspace, table, mapTupleToRow(String.class, Long.class))
                .withColumnSelector(someColumns("word", "count"))
                .saveToCassandra();
    }

    /** The word with its count so far. */
    static Tuple2<String, Long> add(String word, Optional<Long> more, State<Long> sum) {
        sum.update(more.orElse(0L) + (sum.exists() ? sum.get() : 0L));
        return new Tuple2<>(word, sum.get());
    }

    private static Map<String, Object> reading(String brokers) {
        return Map.of(
                "bootstrap.servers",
                brokers,
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class,
                "group.id",
                "kafka-cassandra-word-count",
                "auto.offset.reset",
                "earliest");
    }
}
