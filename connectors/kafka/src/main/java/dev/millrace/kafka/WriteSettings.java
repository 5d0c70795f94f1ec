package dev.millrace.kafka;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a sink writes; goes to the executors with the plan. Immutable.
 *
 * @param topic of records that name none
 * @param output name of a transactional output, first its own, then with that of its job; null for one without transactions
 * @param epoch of the driver: a later driver of the same job has a higher one
 */
record WriteSettings(
        KafkaParameters parameters, String topic, @Nullable String output, long epoch) implements Serializable {
    boolean isTransactional() {
        return output != null;
    }

    WriteSettings ofJob(String job) {
        return output == null ? this : new WriteSettings(parameters, topic, "millrace." + job + "." + output, epoch);
    }

    /** Names a partition of the output: its transactional id, and the group under which its mark is kept. */
    String transactionalId(int partition) {
        return output + "." + partition;
    }
}
