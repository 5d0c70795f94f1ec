package dev.millrace.kafka;

import dev.millrace.rdd.PartitionReader;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;

/** Writes partitions without transactions. */
final class PlainWriter {
    private static final IdleCache<KafkaParameters, KafkaProducer<Object, Object>> PRODUCERS =
            new IdleCache<>("millrace-kafka-producers");
    private static final int KEPT = 16;
    private static final long KEPT_MILLIS = 60_000;

    private PlainWriter() {}

    /** Writes all records and returns, when they are acknowledged, how many. */
    static <T> long write(WriteSettings settings, RecordForm form, PartitionReader<T> partition) throws Exception {
        KafkaProducer<Object, Object> kept = PRODUCERS.take(settings.parameters());
        KafkaProducer<Object, Object> producer = kept == null ? Producers.create(settings.parameters()) : kept;
        boolean well = false;
        try {
            ProducerSink<T> sink = new ProducerSink<>(producer, form, settings.topic(), null);
            partition.drainTo(sink);
            producer.flush();
            sink.throwFailure();
            well = true;
            return sink.count();
        } catch (KafkaException e) {
            throw KafkaErrors.source("records could not be written to Kafka", e);
        } finally {
            if (well) {
                PRODUCERS.give(settings.parameters(), producer, KEPT, KEPT_MILLIS);
            } else {
                producer.close(Duration.ZERO); // the batch runs again: what waits to be sent need not go
            }
        }
    }
}
