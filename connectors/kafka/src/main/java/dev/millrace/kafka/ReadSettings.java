package dev.millrace.kafka;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import java.io.Serializable;

/**
 * How tasks read ranges; goes to the executors with the plan. Immutable.
 *
 * @param pollMillis how long to wait for the next record
 * @param cached whether consumers are kept from batch to batch
 * @param capacity how many without work an executor keeps
 * @param idleMillis how long it keeps one
 * @param skipsExpired whether records that are gone are passed over
 */
record ReadSettings(long pollMillis, boolean cached, int capacity, long idleMillis, boolean skipsExpired)
        implements Serializable {
    static ReadSettings of(MillraceConf conf) {
        return new ReadSettings(
                conf.get(MillraceConfig.KAFKA_POLL_TIMEOUT).toMillis(),
                conf.get(MillraceConfig.KAFKA_CACHE_ENABLED),
                conf.get(MillraceConfig.KAFKA_CACHE_CAPACITY),
                conf.get(MillraceConfig.KAFKA_CACHE_TIMEOUT).toMillis(),
                conf.get(MillraceConfig.KAFKA_OFFSET_OUT_OF_RANGE).equals("earliest"));
    }
}
