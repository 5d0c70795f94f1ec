package dev.millrace.kafka;

import dev.millrace.rdd.DriverEpoch;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a sink writes; goes to the executors with the plan. Immutable.
 *
 * @param topic of records that name none
 * @param output name of a transactional output, first its own, then with that of its job; null for one without transactions
 * @param epoch of the driver
 */
record WriteSettings(
        KafkaParameters parameters, String topic, @Nullable String output, WriterEpoch epoch) implements Serializable {
    boolean isTransactional() {
        return output != null;
    }

    WriteSettings of(String job, Optional<DriverEpoch> driver) {
        return output == null
                ? this
                : new WriteSettings(parameters, topic, "millrace." + job + "." + output, epoch.of(driver));
    }

    /** Names a partition of the output: its transactional id, and the group under which its mark is kept. */
    String transactionalId(int partition) {
        return output + "." + partition;
    }
}
