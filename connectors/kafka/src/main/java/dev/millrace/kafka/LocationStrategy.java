package dev.millrace.kafka;

import java.io.Serializable;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** On which executors the partitions of topics are read; made by {@link LocationStrategies}. Immutable. */
public abstract sealed class LocationStrategy implements Serializable {
    private static final long serialVersionUID = 1L;

    LocationStrategy() {}

    static final class PreferConsistent extends LocationStrategy {
        private static final long serialVersionUID = 1L;
    }

    static final class PreferBrokers extends LocationStrategy {
        private static final long serialVersionUID = 1L;
    }

    static final class PreferFixed extends LocationStrategy {
        private static final long serialVersionUID = 1L;
        private final Map<TopicPartition, String> hosts;

        PreferFixed(Map<TopicPartition, String> hosts) {
            this.hosts = Map.copyOf(hosts);
        }

        Map<TopicPartition, String> hosts() {
            return hosts;
        }
    }
}
