package dev.millrace.e2e.scenario;

import static dev.millrace.e2e.scenario.Expectations.SOON;
import static dev.millrace.e2e.scenario.Expectations.assertContinuous;
import static dev.millrace.e2e.scenario.Expectations.assertEvents;
import static dev.millrace.e2e.scenario.Expectations.conditions;
import static dev.millrace.e2e.scenario.Expectations.isDegraded;
import static dev.millrace.e2e.scenario.Expectations.messages;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Installation;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import dev.millrace.e2e.job.OnMillrace;
import org.junit.jupiter.api.Test;

/** Jobs that cannot run say why, and run once that is put right. */
@OnMillrace
class BrokenJobsIT {

    @Test
    void aCrashLoopBacksOffAndEndsWithTheReason(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = Job.apply(
                namespace,
                ledger.manifest()
                        .with("/spec/application", "args", "[--directory, /ledger, --failure, \"no oil on Tuesdays\"]")
                        .with("/spec", "restartPolicy", "{ maxFailures: 3, initialBackoff: 2s, maxBackoff: 4s }"));

        JsonNode backingOff = job.awaitPhase("BackingOff", SOON);
        assertTrue(isDegraded(backingOff, "BackingOff"), backingOff::toPrettyString);
        assertTrue(backingOff.at("/recovery").hasNonNull("nextAttempt"), backingOff::toPrettyString);
        assertTrue(messages(backingOff).contains("no oil on Tuesdays"), backingOff::toPrettyString);

        JsonNode failed = job.awaitPhase("Failed", SOON.plusSeconds(60));
        assertTrue(isDegraded(failed, "BudgetExhausted"), failed::toPrettyString);
        assertTrue(messages(failed).contains("no oil on Tuesdays"), failed::toPrettyString);
        assertEquals(3, failed.path("failures").size(), failed::toPrettyString);
        assertEvents(job, "DriverFailed", "BackingOff", "BudgetExhausted");

        job.change("{\"application\": {\"args\": [\"--directory\", \"/ledger\", \"--records\", \"1000\"]}}");
        JsonNode status = job.awaitRunning(SOON);
        assertTrue(conditions(status).contains("Degraded False"), status::toPrettyString);
        assertContinuous(ledger, 1);
    }

    @Test
    void anImageThatDoesNotExistIsNamedAfterATime(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob ledger = LedgerJob.on(cluster, namespace);
        Job job = Job.apply(namespace, ledger.manifest().with("/spec", "image", "localhost/no-such-image:1"));

        JsonNode status = job.awaitStatus(
                "to say that the image cannot be had",
                seen -> isDegraded(seen, "ImagePullTimeout"),
                Installation.IMAGE_TIMEOUT.plus(SOON));
        assertTrue(messages(status).contains("no-such-image"), status::toPrettyString);
        assertTrue(conditions(status).contains("Ready False"), status::toPrettyString);
        assertEvents(job, "TimedOut");

        job.change("{\"image\": null}");
        job.awaitRunning(SOON);
        assertContinuous(ledger, 1);
    }
}
