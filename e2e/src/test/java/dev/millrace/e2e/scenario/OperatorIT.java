package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.assertContinuous;
import static dev.millrace.e2e.scenario.Expectations.assertWhole;
import static dev.millrace.e2e.scenario.Expectations.node;
import static dev.millrace.e2e.scenario.Expectations.uid;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.Node;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Installation;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import dev.millrace.e2e.job.OnMillrace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators end, are doubled, and are away; jobs go on, and what was begun is finished. */
@OnMillrace
class OperatorIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A new operator waits for the lease of the one that was killed. */
    private static final Duration AFTER_THE_LEASE = SOON.plusSeconds(30);

    @Test
    void killedWhileAJobIsScaledTheNextOneFinishesIt(
            Installation installation, ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        Pod driver = job.driver();

        job.scale(4);
        job.awaitPhase("Scaling", SOON);
        installation.kill();
        job.awaitExecutors(4, AFTER_THE_LEASE);
        job.scale(1);
        job.awaitPhase("Scaling", SOON);
        installation.kill();
        job.awaitExecutors(1, AFTER_THE_LEASE);

        assertEquals(uid(driver), uid(job.driver()));
        assertWhole(ledger);
    }

    @Test
    void killedWhileAJobIsUpgradedTheNextOneFinishesIt(
            Installation installation, ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        long epoch = job.epoch();

        job.change("{\"conf\": {\"millrace.task.maxFailures\": \"5\"}}");
        job.awaitPhase("Upgrading", SOON);
        installation.kill();
        job.awaitEpoch(epoch + 1, AFTER_THE_LEASE);
        job.awaitRunning(SOON);

        assertEquals(epoch + 1, job.epoch());
        assertContinuous(ledger, 2);
    }

    @Test
    void ofTwoOperatorsOneWorksAndTheOtherTakesOver(
            Installation installation, ClusterUnderTest cluster, TestNamespace namespace) {
        installation.scale(2);
        try {
            LedgerJob ledger = LedgerJob.on(cluster, namespace);
            Job job = ledger.start();
            String leader = installation.leader();
            List<String> operators = installation.pods().stream()
                    .map(pod -> pod.getMetadata().getName())
                    .toList();
            assertTrue(operators.contains(leader), () -> leader + " has the lease, of " + operators);

            installation.client().pods().withName(leader).withGracePeriod(0).delete();
            await("another leader").atMost(SOON).until(() -> {
                String now = installation.leader();
                return !now.isEmpty() && !now.equals(leader);
            });
            Pod executor = job.executor(0);
            namespace.kubectl("delete", "pod", "ledger-exec-0", "--wait=false").orThrow();
            job.awaitReplacement(executor, SOON);
            job.awaitExecutors(2, SOON);

            assertEquals(3, job.identities().size(), () -> job.identities().toString());
            assertWhole(ledger);
        } finally {
            installation.scale(1);
        }
    }

    @Test
    void awayForAMinuteItFindsTheExecutorThatDied(
            Installation installation, ClusterUnderTest cluster, TestNamespace namespace) {
        Node node = node(cluster);
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        Pod driver = job.driver();
        Pod executor = job.executor(1);

        installation.scale(0);
        try {
            node.kill(executor);
            int[] batches = {ledger.ledger().entries().size()};
            // All the while batches are made, by the executor that is left.
            await().pollInterval(Duration.ofSeconds(10))
                    .during(MINUTE)
                    .atMost(MINUTE.plus(SOON))
                    .until(() -> {
                        int now = ledger.ledger().entries().size();
                        boolean more = now > batches[0];
                        batches[0] = now;
                        return more;
                    });
        } finally {
            installation.scale(1);
        }
        job.awaitReplacement(executor, AFTER_THE_LEASE);
        job.awaitExecutors(2, SOON);

        assertEquals(uid(driver), uid(job.driver()));
        assertWhole(ledger);
    }

    @Test
    void theCanaryIsChangedAgainAndAgainAndGoesWhenItIsTurnedOff(Installation installation) {
        installation
                .upgrade(
                        Installation.chart(),
                        "config.canary.enabled=true",
                        "config.canary.interval=1s",
                        "config.canary.timeout=30s")
                .orThrow();
        try {
            // Two changes after the first one was reconciled.
            await("a canary that is changed and reconciled")
                    .atMost(AFTER_THE_LEASE)
                    .until(() -> reconciled(installation) >= 3);
        } finally {
            installation.upgrade(Installation.chart()).orThrow();
        }
        await("the canary to be gone")
                .atMost(AFTER_THE_LEASE)
                .until(() -> canary(installation).get() == null);
    }

    /** With a finalizer that nobody takes off, the namespace could not be deleted. */
    @Test
    void anUninstallLeavesNoCanary(Installation installation) {
        installation
                .upgrade(Installation.chart(), "config.canary.enabled=true", "config.canary.interval=1s")
                .orThrow();
        try {
            await("a canary").atMost(AFTER_THE_LEASE).until(() -> reconciled(installation) >= 1);
            installation.uninstall().orThrow();
            assertNull(canary(installation).get());
        } finally {
            installation.uninstall().orThrow();
            installation.install().orThrow();
        }
    }

    private static Resource<GenericKubernetesResource> canary(Installation installation) {
        return installation
                .client()
                .genericKubernetesResources("millrace.dev/v1", "StreamingJob")
                .withName("millrace-canary");
    }

    /** The last generation of the canary that was reconciled; 0 before the first. */
    private static long reconciled(Installation installation) {
        GenericKubernetesResource canary = canary(installation).get();
        Number observed = canary == null ? null : canary.get("status", "observedGeneration");
        return observed == null ? 0 : observed.longValue();
    }
}
