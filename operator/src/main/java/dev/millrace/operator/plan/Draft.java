package dev.millrace.operator.plan;

import dev.millrace.crds.v1.status.FailureRecord;
import dev.millrace.crds.v1.status.Intent;
import dev.millrace.crds.v1.status.IntentAction;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.crds.v1.status.RecoveryStatus;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import dev.millrace.operator.observe.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A plan in the making: collects what the steps of one pass find and decide. For one pass and one thread. */
final class Draft {
    static final int FAILURES_LISTED = 10;
    static final int FAILURE_TIMES_KEPT = 100;

    private final Observation seen;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();
    private final List<JobEvent> events = new ArrayList<>();
    private final List<FailureRecord> failures;
    private final List<Instant> failureTimes = new ArrayList<>();
    private long restarts;
    private long epoch;
    private Duration wake;
    private @Nullable Intent intent;
    private @Nullable Trouble trouble;
    private JobPhase phase = JobPhase.Pending;
    private String reason = "Accepted";
    private String message = "";

    Draft(Observation seen, Instant now, Duration resync) {
        this.seen = seen;
        this.now = now;
        this.wake = resync;
        StreamingJobStatus status = seen.status();
        this.failures = new ArrayList<>(Objects.requireNonNullElse(status.failures(), List.of()));
        this.epoch = Objects.requireNonNullElse(status.epoch(), 0L);
        this.intent = status.intent();
        RecoveryStatus recovery = status.recovery();
        if (recovery != null) {
            this.restarts = Objects.requireNonNullElse(recovery.restarts(), 0L);
            Objects.requireNonNullElse(recovery.failureTimes(), List.<String>of())
                    .forEach(time -> failureTimes.add(Instant.parse(time)));
        }
    }

    Observation seen() {
        return seen;
    }

    Instant now() {
        return now;
    }

    void add(Action action) {
        actions.add(action);
    }

    List<Action> actions() {
        return actions;
    }

    void tell(EventReason why, String text) {
        events.add(new JobEvent(why, text));
    }

    List<JobEvent> events() {
        return events;
    }

    /** Looks again at {@code time} at the latest. */
    void wakeAt(Instant time) {
        Duration until = Duration.between(now, time);
        Duration least = Duration.ofMillis(50);
        Duration bounded = until.compareTo(least) < 0 ? least : until;
        if (bounded.compareTo(wake) < 0) {
            wake = bounded;
        }
    }

    Duration wake() {
        return wake;
    }

    /**
     * Takes a failure down, once: the same pod may be seen over in several passes until it is gone.
     *
     * @return whether it is new
     */
    boolean fail(FailureRecord failure) {
        boolean known = failures.stream()
                .anyMatch(before -> before.pod().equals(failure.pod())
                        && before.time().equals(failure.time())
                        && before.reason() == failure.reason());
        if (known) {
            return false;
        }
        failures.add(0, failure);
        if (failures.size() > FAILURES_LISTED) {
            failures.remove(failures.size() - 1);
        }
        restarts++;
        if (Failures.counts(failure)) {
            failureTimes.add(now.truncatedTo(ChronoUnit.MILLIS));
            if (failureTimes.size() > FAILURE_TIMES_KEPT) {
                failureTimes.remove(0);
            }
        }
        return true;
    }

    List<FailureRecord> failures() {
        return failures;
    }

    List<Instant> failureTimes() {
        return failureTimes;
    }

    /** Starts with a clean slate, as after a change by the user. */
    void forgiveFailures() {
        failureTimes.clear();
    }

    long restarts() {
        return restarts;
    }

    long epoch() {
        return epoch;
    }

    /** The number of a new start of the driver; it is written down before the pod is made, so that no two are the same. */
    long nextEpoch() {
        return ++epoch;
    }

    @Nullable
    Intent intent() {
        return intent;
    }

    /** Writes down what is under way; the same again keeps its beginning. */
    void intend(IntentAction action, @Nullable Integer from, @Nullable Integer to, String why) {
        Intent before = intent;
        if (before != null
                && before.action() == action
                && Objects.equals(before.generation(), seen.generation())
                && Objects.equals(before.toReplicas(), to)) {
            return;
        }
        intent = new Intent(
                action, now.truncatedTo(ChronoUnit.SECONDS).toString(), seen.generation(), from, to, null, why);
    }

    boolean intends(IntentAction action) {
        return intent != null && intent.action() == action;
    }

    void nothingUnderWay() {
        intent = null;
    }

    void phase(JobPhase newPhase, String why, String text) {
        phase = newPhase;
        reason = why;
        message = text;
    }

    JobPhase phase() {
        return phase;
    }

    String reason() {
        return reason;
    }

    String message() {
        return message;
    }

    /** The first trouble found counts: steps look for the worst first. */
    void trouble(String why, String text) {
        if (trouble == null) {
            trouble = new Trouble(why, text);
        }
    }

    @Nullable
    Trouble trouble() {
        return trouble;
    }
}
