package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import dev.millrace.e2e.job.OnMillrace;
import dev.millrace.e2e.ledger.Ledger;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jobs and their namespaces are deleted; what should last does. */
@OnMillrace
class EndsIT {

    private static final String CLAIM = "ledger-checkpoint";

    @Test
    void itsCheckpointStaysWhereItShouldBeRetained(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.onCheckpoint(cluster, namespace, "{ volume: { size: 16Mi }, retention: Retain }");
        Job job = ledger.start();
        namespace.kubectl("delete", "sj", job.name(), "--timeout=60s").orThrow();

        ledger.read(CLAIM);
        Ledger kept = ledger.ledger();
        assertTrue(kept.entries().size() > 0, kept::toString);
        assertEquals(List.of(), kept.problems(LedgerJob.INTERVAL, 1_000));

        // The next job of that name takes the volume up.
        ledger.start();
        assertTrue(ledger.ledger().entries().containsAll(kept.entries()));
        assertEquals("", ledger.problems(2));
        assertEquals(0, ledger.ledger().missing(LedgerJob.INTERVAL));
    }

    @Test
    void itsCheckpointGoesWhereItShouldBeDeleted(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.onCheckpoint(cluster, namespace, "{ volume: { size: 16Mi }, retention: Delete }");
        Job job = ledger.start();
        namespace.kubectl("delete", "sj", job.name(), "--timeout=60s").orThrow();
        namespace.await(
                namespace.client().persistentVolumeClaims().withName(CLAIM), "to be gone", Objects::isNull, SOON);
    }

    @Test
    void aNamespaceIsDeletedWhileAJobRunsInIt(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob.on(cluster, namespace).start();
        var itself = cluster.client().namespaces().withName(namespace.name());
        itself.delete();
        // A driver may take 75 s to end, and has no executors to end its batch with.
        itself.waitUntilCondition(Objects::isNull, 150, TimeUnit.SECONDS);
    }
}
