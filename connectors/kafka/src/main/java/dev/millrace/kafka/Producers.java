package dev.millrace.kafka;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Makes producers, with the settings of the program and defaults that suit batches. */
final class Producers {
    /** A batch comes all at once: larger requests than Kafka's 16 KiB carry it with fewer of them. */
    private static final int BATCH_BYTES = 128 * 1024;

    private Producers() {}

    static KafkaProducer<Object, Object> create(KafkaParameters parameters) {
        return new KafkaProducer<>(parameters
                .withDefault(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES)
                .toMap());
    }
}
