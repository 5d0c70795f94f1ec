package dev.millrace.e2e.scenario;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.Node;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/** What scenarios say about jobs. */
final class Expectations {

    /** For what takes a few seconds: the node is shared with whatever else the machine does. */
    static final Duration SOON = Duration.ofSeconds(90);

    private static final Duration EVENTS = Duration.ofSeconds(15);

    private Expectations() {}

    /** Conditions such as {@code Ready True}, in their order. */
    static List<String> conditions(JsonNode status) {
        return stream(status.path("conditions"))
                .map(condition -> condition.path("type").asText() + " "
                        + condition.path("status").asText())
                .toList();
    }

    static boolean isDegraded(JsonNode status, String reason) {
        return stream(status.path("conditions"))
                .anyMatch(condition -> "Degraded".equals(condition.path("type").asText())
                        && "True".equals(condition.path("status").asText())
                        && reason.equals(condition.path("reason").asText()));
    }

    /** Messages of conditions and failures. */
    static String messages(JsonNode status) {
        return String.join(
                "\n",
                Stream.concat(stream(status.path("conditions")), stream(status.path("failures")))
                        .map(each -> each.path("message").asText())
                        .toList());
    }

    /** Reasons of failures, newest first. */
    static List<String> failures(JsonNode status) {
        return stream(status.path("failures"))
                .map(failure -> failure.path("reason").asText())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Events are written after the status that they belong to. */
    static void assertEvents(Job job, String... reasons) {
        await().atMost(EVENTS).untilAsserted(() -> {
            List<String> all = job.eventReasons();
            assertTrue(all.containsAll(List.of(reasons)), all::toString);
        });
    }

    /** No record lost, none doubled, and the driver started as often as expected; no batch missing within a start. */
    static void assertContinuous(LedgerJob ledger, int starts) {
        assertEquals("", ledger.problems(starts));
    }

    /** No batch missing at all, since the driver was there all the time. */
    static void assertWhole(LedgerJob ledger) {
        assertContinuous(ledger, 1);
        assertEquals(0, ledger.ledger().missing(LedgerJob.INTERVAL));
    }

    static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    static Node node(ClusterUnderTest cluster) {
        Assumptions.assumeTrue(
                cluster.node().isPresent(), "only on the node of e2e/cluster can processes and components be killed");
        return cluster.node().orElseThrow();
    }
}
