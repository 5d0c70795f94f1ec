package dev.millrace.kafka;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import org.apache.kafka.common.TopicPartition;

/** The same limits for all partitions, as the configuration says. */
final class ConfiguredRates extends PerPartitionConfig {
    private static final long serialVersionUID = 1L;

    private final long most;
    private final long least;

    ConfiguredRates(MillraceConf conf) {
        this.most = conf.get(MillraceConfig.KAFKA_MAX_RATE_PER_PARTITION);
        this.least = conf.get(MillraceConfig.KAFKA_MIN_RATE_PER_PARTITION);
    }

    @Override
    public long maxRatePerPartition(TopicPartition topicPartition) {
        return most;
    }

    @Override
    public long minRatePerPartition(TopicPartition topicPartition) {
        return least;
    }
}
