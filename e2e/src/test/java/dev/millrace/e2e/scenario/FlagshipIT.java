package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.node;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.Node;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Installation;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.JobManifest;
import dev.millrace.e2e.job.OnMillrace;
import dev.millrace.e2e.job.WordServers;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The word count from Kafka to Cassandra as the README applies it, but for the addresses. Each line has a word of its own, so that
 * the table tells which line was lost or counted twice.
 */
@OnMillrace
class FlagshipIT {

    /** A new operator waits for the lease of the one that was killed. */
    private static final Duration AFTER_THE_LEASE = SOON.plusSeconds(30);

    @Test
    @Timeout(540)
    void eachLineIsCountedOnceWhateverIsKilled(
            Installation installation, ClusterUnderTest cluster, TestNamespace namespace) {
        Node node = node(cluster);
        WordServers servers = WordServers.start(cluster, namespace);
        Job job = Job.start(namespace, manifest(), SOON);
        servers.writeLines();
        awaitCounted(servers, 1);

        Pod executor = job.executor(0);
        node.kill(executor);
        job.awaitReplacement(executor, SOON);
        job.awaitExecutors(2, SOON);

        long counted = servers.counted();
        assertTrue(counted < WordServers.LINES, () -> "all lines were counted before the driver was killed");
        long epoch = job.epoch();
        node.kill(job.driver());
        job.awaitEpoch(epoch + 1, SOON);
        awaitCounted(servers, counted + 1);

        Pod other = job.executor(1);
        installation.kill();
        node.kill(other);
        job.awaitReplacement(other, AFTER_THE_LEASE);
        job.awaitExecutors(2, SOON);

        servers.awaitLines(Duration.ofMinutes(4));
        awaitCounted(servers, WordServers.LINES);
        assertExact(servers.counts());
    }

    private static void awaitCounted(WordServers servers, long lines) {
        await(lines + " lines to be counted")
                .atMost(SOON)
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> servers.counted() >= lines);
    }

    /** Shows only what is wrong, among some six thousand words. */
    private static void assertExact(Map<String, Long> counts) {
        Map<String, Long> expected = WordServers.allCounts();
        Map<String, Long> foreign = new TreeMap<>(counts);
        foreign.entrySet().removeAll(expected.entrySet());
        Map<String, Long> missing = new TreeMap<>(expected);
        missing.entrySet().removeAll(counts.entrySet());
        assertEquals("", foreign.isEmpty() && missing.isEmpty() ? "" : "found " + foreign + ", expected " + missing);
    }

    private static JobManifest manifest() {
        return JobManifest.kafkaCassandraWordCount()
                .with("/spec/application", "args", "[\"kafka:9092\", lines, shop, word_counts]")
                .with("/spec/conf", "millrace.cassandra.connection.host", "cassandra");
    }
}
