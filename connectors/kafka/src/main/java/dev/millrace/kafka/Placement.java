package dev.millrace.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Turns a {@link LocationStrategy} into names of executors. Used on the driver; thread-safe as far as its functions are. */
final class Placement {
    private final LocationStrategy strategy;
    private final Function<TopicPartition, @Nullable String> leaders;

    /** @param leaders host of a partition's leader, null when that is not known */
    Placement(LocationStrategy strategy, Function<TopicPartition, @Nullable String> leaders) {
        this.strategy = strategy;
        this.leaders = leaders;
    }

    /**
     * Executors for a partition, none for "as always": the engine gives the same partition to the same executor by itself.
     *
     * @param executors hosts of those that are alive, by name
     */
    List<String> choose(TopicPartition partition, Supplier<Map<String, String>> executors) {
        @Nullable String wanted = null;
        if (strategy instanceof LocationStrategy.PreferBrokers) {
            wanted = leaders.apply(partition);
        } else if (strategy instanceof LocationStrategy.PreferFixed fixed) {
            wanted = fixed.hosts().get(partition);
        }
        return wanted == null ? List.of() : at(wanted, partition, executors.get());
    }

    /** Several executors of one host share its partitions. */
    private static List<String> at(String wanted, TopicPartition partition, Map<String, String> executors) {
        if (executors.containsKey(wanted)) {
            return List.of(wanted);
        }
        List<String> found = new ArrayList<>();
        executors.forEach((name, host) -> {
            if (host.equals(wanted)) {
                found.add(name);
            }
        });
        if (found.isEmpty()) {
            return List.of();
        }
        found.sort(null);
        return List.of(found.get(Math.floorMod(partition.hashCode(), found.size())));
    }
}
