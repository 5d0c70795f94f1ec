package dev.millrace.operator.plan;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.UiIngress;
import dev.millrace.crds.v1.status.AppliedSpec;
import dev.millrace.crds.v1.status.BatchStatus;
import dev.millrace.crds.v1.status.CheckpointStatus;
import dev.millrace.crds.v1.status.DriverStatus;
import dev.millrace.crds.v1.status.ExecutorsStatus;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.crds.v1.status.RecoveryStatus;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import dev.millrace.operator.driver.DriverReport;
import dev.millrace.operator.driver.DriverSighting;
import dev.millrace.operator.model.ChangeClasses;
import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.model.JobNames;
import dev.millrace.operator.observe.PodSighting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one writer of a job's status: turns what a pass found and decided into the whole status, every time anew. */
final class StatusReport {
    private final Draft draft;
    private final @Nullable StreamingJobSpec spec;
    private final boolean isLatest;
    private final Duration interval;

    /**
     * @param spec the spec in force; null when there is none, or it does not matter any more
     * @param isLatest whether that is what the user wants now
     * @param interval how often figures alone are worth a write
     */
    StatusReport(Draft draft, @Nullable StreamingJobSpec spec, boolean isLatest, Duration interval) {
        this.draft = draft;
        this.spec = spec;
        this.isLatest = isLatest;
        this.interval = interval;
    }

    Plan plan() {
        StreamingJobStatus before = draft.seen().status();
        StreamingJobStatus status = status(before, areFiguresDue(before));
        Troubles.tell(draft, before);
        return new Plan(status, List.copyOf(draft.actions()), List.copyOf(draft.events()), draft.wake());
    }

    private StreamingJobStatus status(StreamingJobStatus before, boolean figures) {
        return new StreamingJobStatus(
                draft.seen().generation(),
                draft.phase(),
                draft.phase() == before.phase() && before.phaseSince() != null
                        ? before.phaseSince()
                        : text(draft.now()),
                draft.reason(),
                Conditions.of(draft, before),
                executors(before),
                driver(),
                batchInterval(before),
                figures ? batch(before) : before.lastBatch(),
                firstBatch(before),
                checkpoint(before, figures),
                List.copyOf(draft.failures()),
                recovery(),
                draft.epoch(),
                applied(before),
                draft.intent(),
                uiUrl());
    }

    private @Nullable ExecutorsStatus executors(StreamingJobStatus before) {
        if (spec == null) {
            return before.executors();
        }
        int desired = spec.executor().replicas();
        int ready = 0;
        DriverReport report = report();
        if (report != null && isRunning()) {
            ready = Math.min(
                    report.executors().alive(), draft.seen().executors().size());
        }
        return new ExecutorsStatus(
                desired,
                (int) draft.seen().executors().values().stream()
                        .filter(pod -> !pod.life().isOver())
                        .count(),
                ready,
                ready + "/" + desired,
                JobLabels.executorSelector(draft.seen().job().name()));
    }

    private boolean isRunning() {
        return switch (draft.phase()) {
            case Running, Scaling, Upgrading, Starting, BackingOff -> true;
            case Pending, Suspending, Suspended, Completed, Failed, Deleting -> false;
        };
    }

    private @Nullable DriverStatus driver() {
        PodSighting driver = draft.seen().driver();
        DriverSighting sighting = draft.seen().sighting();
        return driver == null
                ? null
                : new DriverStatus(
                        driver.name(),
                        sighting != null && sighting.podUid().equals(driver.uid()) && sighting.answers(),
                        text(driver.created()));
    }

    /** Figures are written once in a while; a change of anything else takes them along. */
    private boolean areFiguresDue(StreamingJobStatus before) {
        DriverReport report = report();
        BatchStatus known = before.lastBatch();
        if (report == null || report.lastBatch() == null) {
            return false;
        }
        if (known == null || known.time() == null || draft.phase() != before.phase()) {
            return true;
        }
        Instant due = Instant.parse(known.time()).plus(interval);
        if (draft.now().isBefore(due)) {
            draft.wakeAt(due);
            return false;
        }
        return true;
    }

    private @Nullable BatchStatus batch(StreamingJobStatus before) {
        DriverReport report = report();
        return report == null || report.lastBatch() == null ? before.lastBatch() : Figures.of(report.lastBatch());
    }

    private @Nullable String batchInterval(StreamingJobStatus before) {
        DriverReport report = report();
        return report == null || report.batchIntervalMs() == 0
                ? before.batchInterval()
                : Figures.duration(report.batchIntervalMs());
    }

    private @Nullable String firstBatch(StreamingJobStatus before) {
        DriverReport report = report();
        if (before.firstBatchTime() != null) {
            return before.firstBatchTime();
        }
        return report != null && report.lastBatch() != null ? text(draft.now()) : null;
    }

    private @Nullable CheckpointStatus checkpoint(StreamingJobStatus before, boolean figures) {
        CheckpointStatus known = before.checkpoint();
        if (spec == null || spec.checkpoint() == null) {
            return known;
        }
        JobNames names = new JobNames(draft.seen().job().name());
        String claim = spec.checkpoint().volume() != null
                ? names.checkpointClaim()
                : spec.checkpoint().existingClaim();
        String location = claim != null ? claim : spec.checkpoint().uri();
        DriverReport report = figures ? report() : null;
        if (report != null && report.lastCommit() != null) {
            return new CheckpointStatus(
                    report.lastCommit().batchTimeMs(),
                    text(Instant.ofEpochMilli(report.lastCommit().committedMs())),
                    location);
        }
        // Another place is another checkpoint
        return known != null && Objects.equals(known.location(), location)
                ? known
                : new CheckpointStatus(null, null, location);
    }

    private RecoveryStatus recovery() {
        if (spec == null) {
            return new RecoveryStatus(texts(draft.failureTimes()), null, draft.restarts());
        }
        RestartBudget budget = RestartBudget.at(draft.now(), spec.restartPolicy(), draft.failureTimes());
        boolean waits = draft.now().isBefore(budget.nextAttempt()) && draft.phase() != JobPhase.Failed;
        return new RecoveryStatus(
                texts(budget.failures()), waits ? budget.nextAttempt().toString() : null, draft.restarts());
    }

    private @Nullable AppliedSpec applied(StreamingJobStatus before) {
        if (spec == null || !isLatest) {
            return before.applied();
        }
        return new AppliedSpec(
                draft.seen().generation(),
                ChangeClasses.specHash(spec),
                ChangeClasses.driverHash(spec),
                ChangeClasses.executorHash(spec),
                new JobNames(draft.seen().job().name()).applied());
    }

    private @Nullable String uiUrl() {
        UiIngress ingress = spec == null || spec.ui() == null ? null : spec.ui().ingress();
        return ingress == null
                ? null
                : (ingress.tlsSecretName() == null ? "http://" : "https://") + ingress.host() + ingress.path();
    }

    private @Nullable DriverReport report() {
        DriverSighting sighting = draft.seen().sighting();
        PodSighting driver = draft.seen().driver();
        return sighting != null && driver != null && Objects.equals(sighting.podUid(), driver.uid())
                ? sighting.report()
                : null;
    }

    private static List<String> texts(List<Instant> times) {
        return times.stream().map(Instant::toString).toList();
    }

    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
