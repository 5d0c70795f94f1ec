package dev.millrace.kafka;

import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.InputDStream;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.StreamingContext;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Streams and data sets of records of Kafka.
 *
 * <pre>{@code
 * Map<String, Object> kafkaParams = Map.of(
 *         "bootstrap.servers", "localhost:9092",
 *         "key.deserializer", StringDeserializer.class,
 *         "value.deserializer", StringDeserializer.class,
 *         "group.id", "words",
 *         "auto.offset.reset", "earliest");
 * InputDStream<ConsumerRecord<String, String>> lines = KafkaUtils.createDirectStream(
 *         context, LocationStrategies.PreferConsistent(), ConsumerStrategies.Subscribe(List.of("lines"), kafkaParams));
 * }</pre>
 */
public final class KafkaUtils {
    private KafkaUtils() {}

    /**
     * The records of topics, read by tasks: each batch has an exact range of offsets of each partition, and can read it again.
     * The stream is a {@link CanCommitOffsets}, and each of its data sets {@link HasOffsetRanges}.
     *
     * @throws dev.millrace.error.MillraceException when a setting is missing or cannot be sent to executors
     */
    public static <K, V> InputDStream<ConsumerRecord<K, V>> createDirectStream(
            StreamingContext context, LocationStrategy locationStrategy, ConsumerStrategy<K, V> consumerStrategy) {
        return new DirectKafkaInputDStream<>(context, locationStrategy, consumerStrategy, null);
    }

    /** As the other, with limits for single partitions in place of those of the configuration. */
    public static <K, V> InputDStream<ConsumerRecord<K, V>> createDirectStream(
            StreamingContext context,
            LocationStrategy locationStrategy,
            ConsumerStrategy<K, V> consumerStrategy,
            PerPartitionConfig perPartitionConfig) {
        return new DirectKafkaInputDStream<>(context, locationStrategy, consumerStrategy, perPartitionConfig);
    }

    /**
     * The records of some ranges as a data set, which {@link HasOffsetRanges}: a partition for each range.
     *
     * @throws dev.millrace.error.MillraceException when a setting is missing or cannot be sent to executors
     */
    public static <K, V> RDD<ConsumerRecord<K, V>> createRDD(
            MillraceContext context,
            Map<String, Object> kafkaParams,
            OffsetRange[] offsetRanges,
            LocationStrategy locationStrategy) {
        KafkaParameters parameters = KafkaParameters.ofConsumer("createRDD", kafkaParams);
        Map<TopicPartition, String> leaders = locationStrategy instanceof LocationStrategy.PreferBrokers
                ? leaders(parameters, offsetRanges)
                : Map.of();
        return new KafkaRDD<>(
                context,
                parameters,
                ReadSettings.of(context.getConf()),
                offsetRanges,
                new Placement(locationStrategy, leaders::get));
    }

    /** As {@link #createStream(StreamingContext, Map, Map, StorageLevel)} for strings, in memory and on disk of two executors. */
    public static PairDStream<String, String> createStream(
            StreamingContext context, String bootstrapServers, String groupId, Map<String, Integer> topics) {
        return createStream(context, bootstrapServers, groupId, topics, StorageLevel.MEMORY_AND_DISK_SER_2);
    }

    /**
     * As {@link #createStream(StreamingContext, Map, Map, StorageLevel)} for strings; a new group begins at the beginning.
     *
     * @param bootstrapServers brokers, as {@code host:port}: where older versions of Kafka had the address of ZooKeeper
     */
    public static PairDStream<String, String> createStream(
            StreamingContext context,
            String bootstrapServers,
            String groupId,
            Map<String, Integer> topics,
            StorageLevel storageLevel) {
        return createStream(
                context,
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        groupId,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                        StringDeserializer.class,
                        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                        StringDeserializer.class),
                topics,
                storageLevel);
    }

    /**
     * Keys and values of topics, taken in by a receiver that is a member of a consumer group. It commits offsets when records are
     * kept, on two executors where the storage level says so, so that none is lost with an executor. For exactly once, and for more
     * than one executor can read, take {@link #createDirectStream}.
     *
     * @param kafkaParams settings of Kafka's consumer, unchanged but for {@code enable.auto.commit}; with a {@code group.id}
     * @param topics how many members of the group the receiver has for each topic
     * @throws dev.millrace.error.MillraceException when a setting is missing or cannot be sent to executors
     */
    public static <K, V> PairDStream<K, V> createStream(
            StreamingContext context,
            Map<String, Object> kafkaParams,
            Map<String, Integer> topics,
            StorageLevel storageLevel) {
        KafkaParameters parameters = KafkaParameters.ofConsumer("createStream", kafkaParams);
        Arguments.require(
                parameters.text(ConsumerConfig.GROUP_ID_CONFIG) != null,
                "createStream: kafkaParams has no group.id, which a receiver needs");
        Arguments.require(
                !topics.isEmpty() && topics.values().stream().allMatch(count -> count >= 1),
                "createStream: topics: expected at least one topic, each with at least one thread, found " + topics);
        return PairDStream.of(context.receiverStream(new KafkaReceiver<K, V>(parameters, topics, storageLevel)));
    }

    private static Map<TopicPartition, String> leaders(KafkaParameters parameters, OffsetRange[] ranges) {
        Set<String> topics = Stream.of(ranges).map(OffsetRange::topic).collect(Collectors.toSet());
        try (KafkaConsumer<?, ?> consumer = new KafkaConsumer<>(parameters.toMap())) {
            return Leaders.of(topics, consumer::partitionsFor);
        }
    }
}
