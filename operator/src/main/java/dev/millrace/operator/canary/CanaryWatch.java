package dev.millrace.operator.canary;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides from looks at the canary whether changes are reconciled in time. Time in which the canary could not be looked at
 * does not count: a restart of the operator would not bring the API server back. Thread-safe.
 */
final class CanaryWatch {
    /** How long a canary that somebody has deleted stays away: an uninstall deletes it some time before the operator. */
    static final Duration ABSENCE = Duration.ofMinutes(10);

    private final Duration timeout;
    private @Nullable Instant waitingSince;
    private Duration waited = Duration.ZERO;
    private boolean wasThere;
    private @Nullable Instant missingSince;

    /** @param timeout how long a change may take to be reconciled */
    CanaryWatch(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Takes in a look at the canary.
     *
     * @return whether its last change is reconciled, so that the next one can be made
     */
    synchronized boolean seen(StreamingJobResource canary, Instant now) {
        wasThere = true;
        missingSince = null;
        StreamingJobStatus status = canary.getStatus();
        Long observed = status == null ? null : status.observedGeneration();
        if (Objects.equals(observed, canary.getMetadata().getGeneration())) {
            waitingSince = null;
            waited = Duration.ZERO;
            return true;
        }
        waited = waitingSince == null ? Duration.ZERO : Duration.between(waitingSince, now);
        waitingSince = waitingSince == null ? now : waitingSince;
        return false;
    }

    /**
     * Takes in that there is no canary.
     *
     * @return whether it is to be made
     */
    synchronized boolean missing(Instant now) {
        notSeen();
        missingSince = missingSince == null ? now : missingSince;
        return !wasThere || !now.isBefore(missingSince.plus(ABSENCE));
    }

    /** The canary could not be looked at, or is not this operator's to look after. */
    synchronized void notSeen() {
        waitingSince = null;
        waited = Duration.ZERO;
    }

    /** Whether a change waits for longer than it may. */
    synchronized boolean isOverdue() {
        return waited.compareTo(timeout) > 0;
    }
}
