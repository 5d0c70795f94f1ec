package dev.millrace.kafka;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where partitions of topics are read: on an executor that has read them before, in all cases, as consumers are kept. */
public final class LocationStrategies {
    private LocationStrategies() {}

    /** Spread evenly over the executors, each partition always on the same one; the right choice nearly always. */
    public static LocationStrategy PreferConsistent() {
        return new LocationStrategy.PreferConsistent();
    }

    /** On the host of the partition's leader, where executors run on the brokers' hosts; spread evenly elsewhere. */
    public static LocationStrategy PreferBrokers() {
        return new LocationStrategy.PreferBrokers();
    }

    /**
     * On executors that the program chooses; partitions that are not named are spread evenly.
     *
     * @param hosts name of an executor, or the host of some, by partition
     */
    public static LocationStrategy PreferFixed(Map<TopicPartition, String> hosts) {
        return new LocationStrategy.PreferFixed(hosts);
    }
}
