package dev.millrace.operator.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import dev.millrace.operator.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanaryWatchTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final CanaryWatch watch = new CanaryWatch(Duration.ofMinutes(1));

    private static StreamingJobResource canary(long generation, long observed) {
        StreamingJobResource job = CanaryJob.in("millrace-system");
        job.getMetadata().setGeneration(generation);
        job.setStatus(Json.MAPPER.convertValue(Map.of("observedGeneration", observed), StreamingJobStatus.class));
        return job;
    }

    private boolean seen(int second, long generation, long observed) {
        return watch.seen(canary(generation, observed), START.plusSeconds(second));
    }

    @Test
    void aChangeThatIsReconciledInTimeIsFollowedByTheNext() {
        assertTrue(seen(0, 1, 1));
        assertFalse(seen(30, 2, 1));
        assertTrue(seen(60, 2, 2));
        assertFalse(watch.isOverdue());
    }

    @Test
    void aChangeThatIsNotReconciledIsOverdueUntilItIs() {
        assertFalse(seen(0, 2, 1));
        assertFalse(seen(60, 2, 1));
        assertFalse(watch.isOverdue());
        assertFalse(seen(61, 2, 1));
        assertTrue(watch.isOverdue());
        assertTrue(seen(90, 2, 2));
        assertFalse(watch.isOverdue());
    }

    @Test
    void timeInWhichTheCanaryCannotBeSeenDoesNotCount() {
        seen(0, 2, 1);
        watch.notSeen();
        seen(600, 2, 1);
        seen(650, 2, 1);
        assertFalse(watch.isOverdue());
    }

    @Test
    void theFirstOneIsMadeAtOnceAndOneThatWasDeletedMuchLater() {
        assertTrue(watch.missing(START));
        seen(1, 1, 1);
        assertFalse(watch.missing(START.plusSeconds(30)));
        Instant later = START.plusSeconds(30).plus(CanaryWatch.ABSENCE);
        assertFalse(watch.missing(later.minusSeconds(1)));
        assertTrue(watch.missing(later));
        assertFalse(watch.isOverdue());
    }

    @Test
    void theCanaryHasNoPodsAndEachChangeIsAnother() {
        StreamingJobResource job = CanaryJob.in("millrace-system");
        assertEquals(true, job.getSpec().suspend());
        Integer before = job.getSpec().restartNonce();
        assertNotEquals(before, CanaryJob.changed(job).getSpec().restartNonce());
    }
}
