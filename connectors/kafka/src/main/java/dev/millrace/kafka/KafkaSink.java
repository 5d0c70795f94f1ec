package dev.millrace.kafka;

import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.Time;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes streams to Kafka, exactly once or at least once.
 *
 * <pre>{@code
 * KafkaSink.<String, Long>exactlyOnce("counts", "word-counts", producerParams).save(counts);
 * }</pre>
 *
 * <p><b>Exactly once</b>: what a partition of a batch writes is one transaction of Kafka, and with it goes a mark that the batch
 * is written. A batch that runs again, after a failure or a restart, finds the mark and writes nothing. Readers must set {@code
 * isolation.level=read_committed}. A driver that was replaced and does not know it is refused by its transactional ids, and by the
 * mark of the newer driver, which has a higher epoch in the job's checkpoint.
 *
 * <p><b>At least once</b>: a batch is complete when all its records are acknowledged; one that runs again writes again.
 *
 * <p>Made and used on the driver, before the context starts or in {@code foreachRDD}. Settings are those of Kafka's producer,
 * passed through unchanged. Thread-safe.
 */
public final class KafkaSink<K, V> {
    private final WriteSettings settings;
    private final TransactionCheck check = new TransactionCheck();

    private KafkaSink(WriteSettings settings) {
        this.settings = settings;
    }

    /**
     * A sink whose output is there once, whatever fails.
     *
     * @param name of this output, one of its kind in the job and the same at each start: marks are found by it and by the name of
     *     the application
     * @param topic where records go that do not name a topic, and which marks are tied to
     * @param producerParams settings of the producer but {@code transactional.id}
     * @throws MillraceException when a setting is missing, cannot be sent to executors or stands against transactions
     */
    public static <K, V> KafkaSink<K, V> exactlyOnce(String name, String topic, Map<String, Object> producerParams) {
        Arguments.require(
                name.matches("[A-Za-z0-9._-]+"),
                "KafkaSink.exactlyOnce: name: expected letters, digits, '.', '_' and '-', found \"" + name + "\"");
        Arguments.require(
                !producerParams.containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG),
                "KafkaSink.exactlyOnce: producerParams has transactional.id, which the sink sets itself, for each partition");
        return new KafkaSink<>(
                new WriteSettings(parameters("exactlyOnce", producerParams), topic, name, WriterEpoch.startingNow()));
    }

    /**
     * A sink whose output is there, and some of it more than once when something fails.
     *
     * @param topic where records go that do not name a topic
     * @throws MillraceException when a setting is missing or cannot be sent to executors
     */
    public static <K, V> KafkaSink<K, V> atLeastOnce(String topic, Map<String, Object> producerParams) {
        return new KafkaSink<>(
                new WriteSettings(parameters("atLeastOnce", producerParams), topic, null, WriterEpoch.startingNow()));
    }

    private static KafkaParameters parameters(String mode, Map<String, Object> producerParams) {
        return KafkaParameters.of(
                "KafkaSink." + mode,
                producerParams,
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
    }

    /** Writes keys and values to the topic; an output of the stream. */
    public void save(PairDStream<K, V> stream) {
        stream.foreachRDD((RDD<Tuple2<K, V>> rdd, Time batch) -> save(rdd, batch));
    }

    /** Writes values, without keys, to the topic; an output of the stream. */
    public void saveValues(DStream<V> stream) {
        stream.foreachRDD((RDD<V> rdd, Time batch) -> saveValues(rdd, batch));
    }

    /** Writes records, which name their topics; an output of the stream. */
    public void saveRecords(DStream<ProducerRecord<K, V>> stream) {
        stream.foreachRDD((RDD<ProducerRecord<K, V>> rdd, Time batch) -> saveRecords(rdd, batch));
    }

    /**
     * Writes the keys and values of a batch and returns when they are there; for {@code foreachRDD}. An exactly-once sink
     * takes one data set a batch.
     *
     * @throws MillraceException when they cannot be written
     */
    public void save(RDD<Tuple2<K, V>> rdd, Time batch) {
        write(rdd, batch, RecordForm.PAIR);
    }

    /** As {@link #save(RDD, Time)}, for values without keys. */
    public void saveValues(RDD<V> rdd, Time batch) {
        write(rdd, batch, RecordForm.VALUE);
    }

    /** As {@link #save(RDD, Time)}, for records that name their topics. */
    public void saveRecords(RDD<ProducerRecord<K, V>> rdd, Time batch) {
        write(rdd, batch, RecordForm.RECORD);
    }

    private <T> void write(RDD<T> rdd, Time batch, RecordForm form) {
        MillraceContext context = rdd.context();
        WriteSettings ofJob = settings.of(context.appName(), context.driverEpoch());
        String output = ofJob.output();
        if (output == null) {
            run(rdd, batch, form, ofJob);
            return;
        }
        OutputNames.begin(context, output, this, batch.milliseconds());
        try {
            check.beforeFirst(ofJob, batch.milliseconds(), rdd.getNumPartitions());
            run(rdd, batch, form, ofJob);
        } catch (RuntimeException e) {
            OutputNames.failed(context, output);
            throw e;
        }
    }

    private static <T> void run(RDD<T> rdd, Time batch, RecordForm form, WriteSettings settings) {
        KafkaWrite<T> write = new KafkaWrite<>(settings, form, batch.milliseconds(), rdd.getNumPartitions());
        rdd.context().runJob(rdd, write, (position, written) -> {});
    }
}
