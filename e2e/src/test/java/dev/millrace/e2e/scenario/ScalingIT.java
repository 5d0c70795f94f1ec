package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.assertEvents;
import static dev.millrace.e2e.scenario.Expectations.assertWhole;
import static dev.millrace.e2e.scenario.Expectations.uid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import dev.millrace.e2e.job.OnMillrace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Executors come and go while the job runs; the driver stays, and so do the executors that are not too many. */
@OnMillrace
class ScalingIT {

    @Test
    void byKubectlScale(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        List<String> two = job.identities();

        job.scale(4);
        job.awaitExecutors(4, SOON);
        assertTrue(job.identities().containsAll(two), () -> "expected %s among %s".formatted(two, job.identities()));
        ledger.awaitBatches(5, SOON);
        String last = uid(job.executor(0));
        String driver = uid(job.driver());
        job.scale(1);
        JsonNode status = job.awaitExecutors(1, SOON);

        assertEquals(List.of("ledger-driver " + driver, "ledger-exec-0 " + last), job.identities());
        assertTrue(status.path("failures").isEmpty(), status::toPrettyString);
        assertEquals(0, status.at("/recovery/restarts").asLong(), status::toPrettyString);
        assertEvents(job, "ScalingUp", "ScalingDown");
        assertWhole(ledger);
    }

    @Test
    void byKubectlEdit(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        List<String> two = job.identities();

        namespace.edit("sj/ledger", "s/replicas: 2/replicas: 4/").orThrow();
        job.awaitExecutors(4, SOON);
        assertTrue(job.identities().containsAll(two), () -> "expected %s among %s".formatted(two, job.identities()));
        namespace.edit("sj/ledger", "s/replicas: 4/replicas: 1/").orThrow();
        job.awaitExecutors(1, SOON);

        assertTrue(two.containsAll(job.identities()), () -> "expected of %s only: %s".formatted(two, job.identities()));
        assertWhole(ledger);
    }

    @Test
    void byAnAutoscaler(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        try (MetricsApi metrics = MetricsApi.start(cluster, namespace, ledger)) {
            Job job = ledger.start();
            List<String> two = job.identities();

            metrics.set(400);
            namespace.apply("""
                    apiVersion: autoscaling/v2
                    kind: HorizontalPodAutoscaler
                    metadata: { name: ledger }
                    spec:
                      scaleTargetRef: { apiVersion: millrace.dev/v1, kind: StreamingJob, name: ledger }
                      minReplicas: 1
                      maxReplicas: 4
                      behavior: { scaleDown: { stabilizationWindowSeconds: 0 } }
                      metrics:
                        - type: Object
                          object:
                            describedObject: { apiVersion: millrace.dev/v1, kind: StreamingJob, name: ledger }
                            metric: { name: backlog }
                            target: { type: AverageValue, averageValue: "100" }
                    """);
            job.awaitExecutors(4, SOON);
            assertTrue(
                    job.identities().containsAll(two), () -> "expected %s among %s".formatted(two, job.identities()));
            metrics.set(100);
            job.awaitExecutors(1, SOON);

            assertTrue(
                    two.containsAll(job.identities()),
                    () -> "expected of %s only: %s".formatted(two, job.identities()));
            assertWhole(ledger);
        }
    }
}
