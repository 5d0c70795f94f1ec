package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.assertWhole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Installation;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import dev.millrace.e2e.job.OnMillrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operator and definition are upgraded, removed and installed again, and jobs do not notice. */
@OnMillrace
class UpgradesIT {

    @Test
    void aJobRunsWhileDefinitionAndOperatorAreUpgraded(
            Installation installation, ClusterUnderTest cluster, TestNamespace namespace, @TempDir Path directory)
            throws IOException {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        List<String> before = job.identities();
        List<String> operators = names(installation);

        Path next = Installation.copyOfChart(directory.resolve("millrace"));
        Path definition = next.resolve("files/streamingjobs.millrace.dev-v1.yml");
        String text = Files.readString(definition);
        String changed = text.replaceFirst("description: [^\\n}]*\\n", "description: A job of the next release.\n");
        Files.writeString(definition, changed);
        try {
            installation.upgrade(next, "config.resyncInterval=9s").orThrow();
            assertTrue(cluster.kubectl("get", "crd", "streamingjobs.millrace.dev", "--output=yaml")
                    .orThrow()
                    .contains("A job of the next release."));
            assertTrue(names(installation).stream().noneMatch(operators::contains));
            job.scale(3);
            job.awaitExecutors(3, SOON);
            assertTrue(job.identities().containsAll(before), () -> before + " became " + job.identities());
            assertWhole(ledger);
        } finally {
            installation.upgrade(Installation.chart()).orThrow();
        }
    }

    @Test
    void withoutTheOperatorJobsAndTheirDataStay(
            Installation installation, ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        List<String> before = job.identities();

        installation.uninstall().orThrow();
        try {
            assertNotNull(installation.definition().get(), "the definition stays, and with it all jobs");
            assertNotNull(job.resource().get(), "the job stays");
            assertWhole(ledger);
        } finally {
            installation.install().orThrow();
        }
        job.scale(3);
        job.awaitExecutors(3, SOON);
        assertTrue(job.identities().containsAll(before), () -> before + " became " + job.identities());
        assertEquals(4, job.identities().size());
        assertWhole(ledger);
    }

    private static List<String> names(Installation installation) {
        return installation.pods().stream()
                .flatMap(pod -> Stream.of(pod.getMetadata().getName()))
                .toList();
    }
}
