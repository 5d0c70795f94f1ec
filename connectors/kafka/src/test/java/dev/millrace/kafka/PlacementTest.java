package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final TopicPartition OTHER = new TopicPartition("t", 1);
    private static final Map<String, String> EXECUTORS =
            Map.of("executor-0", "a", "executor-1", "b", "executor-2", "b");

    private static List<String> choose(LocationStrategy strategy, TopicPartition partition, String leader) {
        return new Placement(strategy, asked -> leader).choose(partition, () -> EXECUTORS);
    }

    @Test
    void consistentLeavesItToTheEngine() {
        assertEquals(List.of(), choose(LocationStrategies.PreferConsistent(), PARTITION, "a"));
    }

    @Test
    void brokersMeansAnExecutorOnTheLeadersHost() {
        assertEquals(List.of("executor-0"), choose(LocationStrategies.PreferBrokers(), PARTITION, "a"));
        assertEquals(List.of(), choose(LocationStrategies.PreferBrokers(), PARTITION, "elsewhere"));
        assertEquals(List.of(), choose(LocationStrategies.PreferBrokers(), PARTITION, null));
    }

    @Test
    void executorsOfOneHostShareItsPartitions() {
        List<String> first = choose(LocationStrategies.PreferBrokers(), PARTITION, "b");
        List<String> second = choose(LocationStrategies.PreferBrokers(), OTHER, "b");
        assertTrue(first.size() == 1 && second.size() == 1 && !first.equals(second), first + " and " + second);
        assertEquals(first, choose(LocationStrategies.PreferBrokers(), PARTITION, "b"));
    }

    @Test
    void fixedTakesTheNameOfAnExecutorOrAHost() {
        LocationStrategy fixed = LocationStrategies.PreferFixed(Map.of(PARTITION, "executor-1", OTHER, "a"));
        assertEquals(List.of("executor-1"), choose(fixed, PARTITION, null));
        assertEquals(List.of("executor-0"), choose(fixed, OTHER, null));
        assertEquals(List.of(), choose(fixed, new TopicPartition("t", 2), null));
    }
}
