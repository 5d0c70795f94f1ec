package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.assertContinuous;
import static dev.millrace.e2e.scenario.Expectations.assertEvents;
import static dev.millrace.e2e.scenario.Expectations.assertWhole;
import static dev.millrace.e2e.scenario.Expectations.uid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import dev.millrace.e2e.job.OnMillrace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each change of a spec does what its class says, and no more. */
@OnMillrace
class ChangesIT {

    @Test
    void suspendedItHasNoPodsAndResumedItRunsAgain(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();

        job.change("{\"suspend\": true}");
        JsonNode status = job.awaitPhase("Suspended", SOON);
        assertEquals(List.of(), job.identities(), status::toPrettyString);
        int batches = ledger.ledger().entries().size();

        job.change("{\"suspend\": false}");
        job.awaitRunning(SOON);
        assertTrue(ledger.ledger().entries().size() >= batches);
        assertEvents(job, "Suspending", "Resuming");
        assertContinuous(ledger, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application.args | {'application': {'args': ['--directory', '/ledger', '--records', '1000', '--partitions', '4']}}",
                "conf             | {'conf': {'millrace.task.maxFailures': '5'}}",
                "image            | {'image': '${image}'}",
            })
    void whatTheWholeJobIsMadeFromRestartsIt(
            String field, String change, ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        long epoch = job.epoch();
        List<String> before = job.identities();

        // The same image by its full name is another name.
        String image = "docker.io/" + System.getProperty("millrace.e2e.runtimeName");
        job.change(change.replace("${image}", image).replace('\'', '"'));
        job.awaitEpoch(epoch + 1, SOON);
        job.awaitRunning(SOON);

        assertTrue(
                job.identities().stream().noneMatch(before::contains),
                () -> field + ": " + before + " became " + job.identities());
        assertEquals(epoch + 1, job.epoch(), field);
        assertEvents(job, "Restarting");
        assertContinuous(ledger, 2);
    }

    @Test
    void aLabelComesToThePodsThatRun(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        List<String> before = job.identities();

        String labels = "{\"template\": {\"labels\": {\"example.org/team\": \"mills\"}}}";
        job.change("{\"driver\": %s, \"executor\": %s}".formatted(labels, labels));
        for (Pod pod : List.of(job.driver(), job.executor(0), job.executor(1))) {
            namespace.await(
                    namespace.client().pods().withName(pod.getMetadata().getName()),
                    "to have the label",
                    seen -> seen != null
                            && "mills".equals(seen.getMetadata().getLabels().get("example.org/team")),
                    SOON);
        }
        job.awaitRunning(SOON);

        assertEquals(before, job.identities());
        assertWhole(ledger);
    }

    @Test
    void whatOnlyExecutorsAreMadeFromReplacesThemOneByOne(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = ledger.start();
        Pod driver = job.driver();
        List<Pod> executors = List.of(job.executor(0), job.executor(1));

        job.change("{\"executor\": {\"template\": {\"env\": [{\"name\": \"TEAM\", \"value\": \"mills\"}]}}}");
        executors.forEach(executor -> job.awaitReplacement(executor, SOON));
        JsonNode status = job.awaitRunning(SOON);

        assertEquals(uid(driver), uid(job.driver()));
        for (int i = 0; i < 2; i++) {
            assertNotEquals(uid(executors.get(i)), uid(job.executor(i)));
        }
        assertTrue(status.path("failures").isEmpty(), status::toPrettyString);
        assertEvents(job, "RollingExecutors");
        assertWhole(ledger);
    }
}
