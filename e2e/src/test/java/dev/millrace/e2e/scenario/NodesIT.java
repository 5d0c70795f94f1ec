package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.assertContinuous;
import static dev.millrace.e2e.scenario.Expectations.assertEvents;
import static dev.millrace.e2e.scenario.Expectations.assertWhole;
import static dev.millrace.e2e.scenario.Expectations.failures;
import static dev.millrace.e2e.scenario.Expectations.node;
import static dev.millrace.e2e.scenario.Expectations.uid;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.Node;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import dev.millrace.e2e.job.OnMillrace;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node wants a pod no more, or is gone itself. */
@OnMillrace
class NodesIT {

    /** The kubelet measures what pods have written every ten seconds, and takes its time to end one. */
    private static final Duration EVICTION = Duration.ofMinutes(2);

    /**
     * Until pods on a node that is gone are given up: its silence, what they tolerate, their own grace, and the operator's. The
     * sum is 50 + 30 + 30 + 15 seconds, and Kubernetes takes up to a minute more between the first two.
     */
    private static final Duration NODE_GONE = Duration.ofMinutes(5);

    /** A kubelet that comes back may take its five minutes until it says again that its node is ready. */
    private static final Duration NODE_BACK = Duration.ofMinutes(6);

    /** It writes more than it may: no failure of the program, so no budget is used. */
    @Test
    void anExecutorIsEvicted(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = Job.start(
                namespace,
                ledger.manifest()
                        .with(
                                "/spec/executor",
                                "resources",
                                "{ requests: { cpu: 50m, memory: 256Mi }, limits: { memory: 512Mi, ephemeral-storage: 32Mi } }"),
                SOON);
        Pod driver = job.driver();

        ledger.mishap("disk");
        JsonNode status = job.awaitStatus(
                "to show an executor that was evicted", seen -> failures(seen).contains("Evicted"), EVICTION);
        assertTrue(status.at("/failures/0/pod").asText().startsWith("ledger-exec-"), status::toPrettyString);
        job.awaitExecutors(2, SOON);

        assertEquals(uid(driver), uid(job.driver()));
        assertEquals(
                0,
                job.status().at("/recovery/failureTimes").size(),
                () -> job.status().toPrettyString());
        assertWhole(ledger);
    }

    /** The only node: its pods are given up, and all of the job starts anew once it is back. */
    @Test
    void theNodeIsGoneAndComesBack(ClusterUnderTest cluster, TestNamespace namespace) {
        Node node = node(cluster);
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        long epoch = job.epoch();
        List<String> before = uids(job);
        String name = job.driver().getSpec().getNodeName();

        node.stop("kubelet");
        try {
            await("the job's pods to be given up")
                    .atMost(NODE_GONE)
                    .until(() -> uids(job).stream().noneMatch(before::contains));
        } finally {
            node.start("kubelet");
            // Tests that come after this one need it, whatever became of this one.
            cluster.client().nodes().withName(name).waitUntilReady(NODE_BACK.toMillis(), TimeUnit.MILLISECONDS);
        }
        job.awaitEpoch(epoch + 1, NODE_BACK);

        assertEvents(job, "NodeSuspected");
        assertContinuous(ledger, 2);
    }

    /** Of all its pods, those as well that were told to end. */
    private static List<String> uids(Job job) {
        return job.pods().stream().map(Expectations::uid).toList();
    }
}
