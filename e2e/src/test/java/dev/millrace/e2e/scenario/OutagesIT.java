package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.assertContinuous;
import static dev.millrace.e2e.scenario.Expectations.assertWhole;
import static dev.millrace.e2e.scenario.Expectations.messages;
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
import dev.millrace.e2e.ledger.Ledger;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What jobs need is away for a while, or there twice. */
@OnMillrace
class OutagesIT {

    private static final Duration KUBERNETES_IS_BACK = Duration.ofMinutes(3);

    /**
     * The controller manager is away with it. One that has not heard of its node for half a minute calls it gone when it hears
     * of it again, and for a while pods are placed nowhere and driven away: Kubernetes' own trouble, which has a scenario of
     * its own.
     */
    @Test
    void withoutAnApiServerTheJobGoesOn(ClusterUnderTest cluster, TestNamespace namespace) {
        Node node = node(cluster);
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        List<String> before = job.identities();

        Instant stopped = Instant.now();
        node.stop("kube-controller-manager");
        node.stop("kube-apiserver");
        try {
            await().pollInterval(Duration.ofSeconds(5))
                    .during(Duration.ofSeconds(30))
                    .atMost(SOON)
                    .until(() -> cluster.kubectl("get", "--raw", "/readyz").exitCode() != 0);
        } finally {
            node.start("kube-apiserver");
        }
        try {
            await().atMost(SOON)
                    .until(() -> cluster.kubectl("get", "--raw", "/readyz").exitCode() == 0);
        } finally {
            node.start("kube-controller-manager");
        }
        assertWhole(ledger);
        assertTrue(
                ledger.ledger().longestPause(stopped).compareTo(Duration.ofSeconds(10)) < 0,
                () -> ledger.ledger().longestPause(stopped) + " without output");

        // Scheduler and kubelet wait longer and longer before they ask again; pods of anybody start only then.
        ledger.read("ledger", "reader-after", KUBERNETES_IS_BACK);
        // The operator has found its way back as well.
        job.scale(3);
        job.awaitExecutors(3, SOON);
        assertTrue(job.identities().containsAll(before), () -> before + " became " + job.identities());
        assertWhole(ledger);
    }

    /** The program's ledger lies on the volume as well. Whichever of the two fails first, nothing is missing afterwards. */
    @Test
    void onAFullVolumeTheJobFailsWithTheReasonAndRecoversWithRoom(ClusterUnderTest cluster, TestNamespace namespace) {
        node(cluster); // whose storage class "sized" has volumes that fill up
        LedgerJob ledger =
                LedgerJob.onCheckpoint(cluster, namespace, "{ volume: { size: 1Mi, storageClassName: sized } }");
        Job job = Job.start(
                namespace,
                ledger.manifest()
                        .with("/spec", "restartPolicy", "{ maxFailures: 50, initialBackoff: 1s, maxBackoff: 2s }"),
                SOON);
        ledger.read("ledger-checkpoint");
        long epoch = job.epoch();

        ledger.onVolume("sh", "-c", "dd if=/dev/zero of=/data/filler bs=4k count=1024 2>/dev/null || true");
        JsonNode status = job.awaitStatus(
                "to say that there is no space left", seen -> messages(seen).contains("No space left"), SOON);
        assertTrue(status.path("failures").size() > 0, status::toPrettyString);

        ledger.onVolume("rm", "/data/filler");
        job.awaitEpoch(epoch + 1, SOON);
        Ledger all = ledger.awaitBatches(3, SOON);
        assertEquals(List.of(), all.problems(LedgerJob.INTERVAL, 1_000));
        assertEquals(0, all.missing(LedgerJob.INTERVAL));
    }

    /** It has the labels of the true one, and with them the driver's service, but nobody's orders. */
    @Test
    void aSecondDriverStartedByHandPutsNothingOut(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        List<String> before = job.identities();
        Pod first = job.driver();

        Pod second = new PodBuilder(first)
                .withNewMetadata()
                .withName("second")
                .withLabels(first.getMetadata().getLabels())
                .endMetadata()
                .editSpec()
                .withNodeName(null)
                .endSpec()
                .withStatus(null)
                .build();
        namespace.client().pods().resource(second).create();
        namespace.awaitPod("second", SOON);
        ledger.awaitBatches(20, SOON);
        assertContinuous(ledger, 1);

        namespace
                .kubectl("delete", "pod", "second", "--grace-period=0", "--force")
                .orThrow();
        job.awaitExecutors(2, SOON);
        assertEquals(uid(first), uid(job.driver()));
        assertEquals(before, job.identities());
        assertWhole(ledger);
    }
}
