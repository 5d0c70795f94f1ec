package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.assertContinuous;
import static dev.millrace.e2e.scenario.Expectations.assertEvents;
import static dev.millrace.e2e.scenario.Expectations.assertWhole;
import static dev.millrace.e2e.scenario.Expectations.conditions;
import static dev.millrace.e2e.scenario.Expectations.failures;
import static dev.millrace.e2e.scenario.Expectations.node;
import static dev.millrace.e2e.scenario.Expectations.uid;
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
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Executors and drivers end that should not, and the job heals.
 *
 * <p>Where the driver stays, its output is whole. Where it goes, the next one goes on from the checkpoint, and it is whole as well; a
 * job without one begins anew with the present time: batches are missing between the two, and none is wrong or double.
 */
@OnMillrace
class LostProcessesIT {

    @Test
    void anExecutorIsKilled(ClusterUnderTest cluster, TestNamespace namespace) {
        Node node = node(cluster);
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        Pod driver = job.driver();
        Pod executor = job.executor(1);

        node.kill(executor);
        job.awaitReplacement(executor, SOON);
        JsonNode status = job.awaitExecutors(2, SOON);

        assertEquals(uid(driver), uid(job.driver()));
        assertEquals(List.of("Error"), failures(status), status::toPrettyString);
        assertEquals(137, status.at("/failures/0/exitCode").asInt(), status::toPrettyString);
        assertEquals(1, status.at("/recovery/restarts").asLong(), status::toPrettyString);
        assertEvents(job, "ExecutorFailed");
        assertWhole(ledger);
    }

    @Test
    void anExecutorsPodIsDeleted(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        Pod driver = job.driver();
        Pod executor = job.executor(0);

        namespace.kubectl("delete", "pod", "ledger-exec-0", "--wait=false").orThrow();
        job.awaitReplacement(executor, SOON);
        job.awaitExecutors(2, SOON);

        assertEquals(uid(driver), uid(job.driver()));
        assertWhole(ledger);
    }

    @Test
    void allExecutorsAreDeleted(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        Pod driver = job.driver();
        List<Pod> executors = List.of(job.executor(0), job.executor(1));

        namespace
                .kubectl("delete", "pod", "--selector=millrace.dev/role=executor", "--wait=false")
                .orThrow();
        executors.forEach(executor -> job.awaitReplacement(executor, SOON));
        job.awaitExecutors(2, SOON);

        assertEquals(uid(driver), uid(job.driver()));
        assertWhole(ledger);
    }

    @Test
    void theDriversPodIsDeleted(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        Pod driver = job.driver();
        long epoch = job.epoch();

        namespace.kubectl("delete", "pod", "ledger-driver", "--wait=false").orThrow();
        job.awaitReplacement(driver, SOON);
        JsonNode status = job.awaitEpoch(epoch + 1, SOON);

        assertTrue(conditions(status).contains("Ready True"), status::toPrettyString);
        assertContinuous(ledger, 2);
    }

    /** In the middle of whatever it does: what it had not committed runs again, and nothing comes twice. */
    @Test
    void theDriverIsKilledAndGoesOnFromItsCheckpoint(ClusterUnderTest cluster, TestNamespace namespace) {
        Node node = node(cluster);
        LedgerJob ledger = LedgerJob.onCheckpoint(cluster, namespace, "{ volume: { size: 16Mi } }");
        Job job = ledger.start();
        ledger.read("ledger-checkpoint");
        long epoch = job.epoch();
        job.awaitStatus(
                "to tell the last batch that is in the checkpoint",
                seen -> seen.at("/checkpoint/batch").asLong() > 0
                        && seen.at("/checkpoint/location").asText().equals("ledger-checkpoint"),
                SOON);

        for (int kills = 1; kills <= 2; kills++) {
            ledger.awaitBatches(3, SOON);
            node.kill(job.driver());
            job.awaitEpoch(epoch + kills, SOON);
        }

        assertContinuous(ledger, 3);
        assertEquals(0, ledger.ledger().missing(LedgerJob.INTERVAL));
    }

    @Test
    void everythingIsDeletedAtOnce(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        long epoch = job.epoch();
        List<String> before = job.identities();

        namespace
                .kubectl("delete", "pod", "--selector=millrace.dev/job=ledger", "--wait=false")
                .orThrow();
        job.awaitEpoch(epoch + 1, SOON);

        List<String> after = job.identities();
        assertEquals(3, after.size(), after::toString);
        assertTrue(after.stream().noneMatch(before::contains), () -> before + " became " + after);
        assertContinuous(ledger, 2);
    }

    /** The kernel kills what uses more than the container may, which is less than the heap here. */
    @Test
    void anExecutorUsesMoreThanItsContainerMay(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = Job.start(
                namespace,
                ledger.manifest()
                        .with("/spec/executor", "memory", "512m")
                        .with(
                                "/spec/executor",
                                "resources",
                                "{ requests: { cpu: 50m, memory: 300Mi }, limits: { memory: 300Mi } }"),
                SOON);

        ledger.mishap("heap");
        JsonNode status = job.awaitStatus(
                "to show an executor that was killed for its memory",
                seen -> failures(seen).contains("OOMKilled"),
                SOON);
        assertTrue(status.at("/failures/0/pod").asText().startsWith("ledger-exec-"), status::toPrettyString);
        job.awaitExecutors(2, SOON);
        assertWhole(ledger);
    }

    /** The JVM ends itself when its heap is full. */
    @Test
    void anExecutorUsesMoreThanItsHeap(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();

        ledger.mishap("heap");
        job.awaitStatus(
                "to show an executor whose heap was too small",
                seen -> failures(seen).contains("OutOfMemoryError"),
                SOON);
        job.awaitExecutors(2, SOON);
        assertWhole(ledger);
    }
}
