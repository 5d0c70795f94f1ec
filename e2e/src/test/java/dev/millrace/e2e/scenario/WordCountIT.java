package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.conditions;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.cluster.CommandResult;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Installation;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.JobManifest;
import dev.millrace.e2e.job.OnMillrace;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The quick start on a cluster: install the chart, apply the word count, watch it, delete it. */
@OnMillrace
class WordCountIT {

    private static final String KINDS =
            "pods,services,configmaps,secrets,persistentvolumeclaims,networkpolicies,poddisruptionbudgets,ingresses";

    @Test
    void theInstallationPassesItsOwnTest(Installation installation) {
        CommandResult result = installation.test();
        assertEquals(0, result.exitCode(), result::toString);
    }

    @Test
    void appliedItIsReadyAndSaysWhatItDoes(TestNamespace namespace) {
        Job job = Job.apply(namespace, JobManifest.wordCount());
        namespace
                .kubectl("wait", "--for=condition=Ready", "sj/word-count", "--timeout=60s")
                .orThrow();
        JsonNode status = job.awaitExecutors(2, SOON);
        assertTrue(status.at("/lastBatch/number").asLong() >= 1, status::toPrettyString);
        assertEquals(1, status.path("observedGeneration").asLong(), status::toPrettyString);
        assertEquals("word-count-driver", status.at("/driver/pod").asText());
        assertTrue(status.hasNonNull("firstBatchTime"), status::toPrettyString);
        assertEquals(List.of("Ready True", "Progressing False", "Degraded False"), conditions(status));

        List<String> table = namespace.kubectl("get", "sj").orThrow().lines().toList();
        assertEquals(List.of("NAME", "PHASE", "EXECUTORS", "INTERVAL", "DELAY", "RATE", "AGE"), columns(table.get(0)));
        List<String> row = columns(table.get(1));
        assertEquals(List.of("word-count", "Running", "2/2", "1s"), row.subList(0, 4));
        assertEquals(7, row.size(), row::toString);

        assertEquals(List.of("DriverCreated", "Started"), job.eventReasons());
        await("a table of words in the driver's log")
                .atMost(SOON)
                .until(() -> namespace.log("word-count-driver").contains("  1. "));
    }

    @Test
    void deletedItLeavesNothing(TestNamespace namespace) {
        Job.start(namespace, JobManifest.wordCount(), SOON);
        namespace.kubectl("delete", "sj", "word-count", "--timeout=60s").orThrow();
        // Kubernetes itself collects what belonged to the job, a moment later.
        await().atMost(SOON)
                .untilAsserted(() -> assertEquals(
                        "",
                        namespace
                                .kubectl("get", KINDS, "--selector=millrace.dev/job", "--output=name")
                                .orThrow()));
    }

    private static List<String> columns(String line) {
        return Arrays.asList(line.trim().split("\\s+"));
    }
}
