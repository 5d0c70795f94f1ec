package dev.millrace.operator.plan;

import dev.millrace.crds.v1.MonitoringSpec;
import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.status.ExecutorsStatus;
import dev.millrace.crds.v1.status.IntentAction;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import dev.millrace.operator.model.ChangeClasses;
import dev.millrace.operator.model.JobObjects;
import dev.millrace.operator.observe.ActionFailure;
import dev.millrace.operator.observe.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of one pass: checks the spec, takes down failures, decides whether the job should run, and has the parts
 * planned. Pure and thread-safe.
 */
public final class Planner {
    private static final String BUDGET_EXHAUSTED = "BudgetExhausted";
    private static final String INVALID_SPEC = "InvalidSpec";

    /** What fails once may be the API server's own trouble, which is over soon. */
    private static final Duration FAILURE_PATIENCE = Duration.ofSeconds(3);

    private final PlanSettings settings;

    public Planner(PlanSettings settings) {
        this.settings = settings;
    }

    /** The plan for a job that is not being deleted. */
    public Plan plan(Observation seen, Instant now) {
        Draft draft = new Draft(seen, now, settings.resync());
        List<String> problems = SpecCheck.problems(seen.spec());
        StreamingJobSpec spec = problems.isEmpty() ? seen.spec() : seen.applied();
        if (!problems.isEmpty()) {
            String text = String.join("; ", problems);
            draft.trouble(
                    INVALID_SPEC, text + (spec == null ? "" : "; the job goes on with the last spec that was right"));
        }
        failure(draft);
        if (spec == null) {
            draft.phase(JobPhase.Failed, INVALID_SPEC, String.join("; ", problems));
        } else {
            decide(draft, spec, problems.isEmpty());
            missingPodMonitor(draft, spec);
        }
        return new StatusReport(draft, spec, problems.isEmpty(), settings.statusInterval()).plan();
    }

    /** The plan for a job that is being deleted, until its processes have ended. */
    public Plan planEnd(Observation seen, Instant now) {
        Draft draft = new Draft(seen, now, settings.resync());
        draft.intend(IntentAction.Delete, null, null, "the job is being deleted");
        boolean ended = new StopPlan(draft, settings.timeouts(), false).plan("the job is being deleted");
        draft.phase(JobPhase.Deleting, ended ? "Ended" : "Ending", "driver and executors end");
        return new StatusReport(draft, null, false, settings.statusInterval()).plan();
    }

    private static void failure(Draft draft) {
        ActionFailure failure = draft.seen().failure();
        if (failure != null && !draft.now().isBefore(failure.since().plus(FAILURE_PATIENCE))) {
            draft.trouble(Troubles.ACTION_FAILED, failure.message());
        }
    }

    private void missingPodMonitor(Draft draft, StreamingJobSpec spec) {
        MonitoringSpec monitoring = spec.monitoring();
        if (monitoring != null
                && monitoring.enabled()
                && monitoring.podMonitor()
                && !settings.defaults().podMonitors()) {
            draft.trouble(
                    Troubles.NO_POD_MONITORS,
                    "spec.monitoring.podMonitor: this operator makes none; set its millrace.operator.pod-monitors (the chart's"
                            + " config.podMonitors and rbac.podMonitors), or podMonitor: false");
        }
    }

    private void decide(Draft draft, StreamingJobSpec spec, boolean isLatest) {
        StreamingJobStatus status = draft.seen().status();
        JobPhase before = Objects.requireNonNullElse(status.phase(), JobPhase.Pending);
        boolean changed = status.applied() != null
                && isLatest
                && !ChangeClasses.specHash(spec).equals(status.applied().specHash());
        boolean wasSuspended = before == JobPhase.Suspended || before == JobPhase.Suspending;
        if (changed || wasSuspended) {
            draft.forgiveFailures();
        } else {
            Ledger.takeDown(draft, spec);
        }
        RestartBudget budget = RestartBudget.at(draft.now(), spec.restartPolicy(), draft.failureTimes());
        if (spec.suspend()) {
            suspend(draft, before);
        } else if (!changed && before == JobPhase.Completed) {
            complete(draft);
        } else if (budget.isExhausted()
                || (!changed && before == JobPhase.Failed && BUDGET_EXHAUSTED.equals(status.reason()))) {
            fail(draft, before);
        } else {
            if (wasSuspended) {
                draft.intend(IntentAction.Resume, null, null, "suspend was taken back");
                draft.tell(EventReason.Resuming, "the job starts again");
            }
            run(draft, spec, budget);
        }
        objects(draft, spec);
    }

    private void run(Draft draft, StreamingJobSpec spec, RestartBudget budget) {
        noticeScaling(draft, spec);
        Run run = Run.of(draft.seen(), spec, budget.nextAttempt(), settings);
        DriverOutlook driver = new DriverPlan(draft, run).plan();
        if (driver == DriverOutlook.ENDED) {
            complete(draft);
            return;
        }
        new ExecutorsPlan(draft, run, driver).plan();
        new LabelsPlan(draft, run).plan();
        new RunningPhase(draft, run, driver).decide();
    }

    private static void noticeScaling(Draft draft, StreamingJobSpec spec) {
        ExecutorsStatus executors = draft.seen().status().executors();
        Integer before = executors == null ? null : executors.desired();
        int replicas = spec.executor().replicas();
        if (before == null || before == replicas) {
            return;
        }
        draft.intend(IntentAction.Scale, before, replicas, "executors from " + before + " to " + replicas);
        draft.tell(
                replicas > before ? EventReason.ScalingUp : EventReason.ScalingDown,
                "executors from " + before + " to " + replicas);
    }

    private void suspend(Draft draft, JobPhase before) {
        if (before != JobPhase.Suspended) {
            draft.intend(IntentAction.Suspend, null, null, "the spec says suspend");
        }
        if (before != JobPhase.Suspended && before != JobPhase.Suspending && before != JobPhase.Pending) {
            draft.tell(EventReason.Suspending, "the job stops at a batch boundary");
        }
        if (new StopPlan(draft, settings.timeouts(), false).plan("the job is suspended")) {
            draft.nothingUnderWay();
            draft.phase(JobPhase.Suspended, "Suspended", "the job is suspended; its checkpoint stays");
        } else {
            draft.phase(JobPhase.Suspending, "Suspending", "the job stops at a batch boundary");
        }
    }

    private void fail(Draft draft, JobPhase before) {
        String last = draft.failures().isEmpty()
                ? ""
                : "; the last failure: "
                        + describe(
                                draft.failures().get(0).pod(),
                                draft.failures().get(0).message());
        if (before != JobPhase.Failed) {
            draft.tell(EventReason.BudgetExhausted, "the job has failed too often and is stopped" + last);
        }
        new StopPlan(draft, settings.timeouts(), true).plan("the job has failed");
        draft.nothingUnderWay();
        draft.trouble(
                BUDGET_EXHAUSTED,
                "the job has failed more often than spec.restartPolicy allows, and starts again once its spec changes"
                        + last);
        draft.phase(JobPhase.Failed, BUDGET_EXHAUSTED, "the job has failed" + last);
    }

    private static String describe(String pod, @Nullable String message) {
        return pod + (message == null ? "" : ": " + message);
    }

    private void complete(Draft draft) {
        if (draft.seen().status().phase() != JobPhase.Completed) {
            draft.tell(EventReason.Completed, "the program has ended by itself");
        }
        draft.seen().executors().values().stream()
                .filter(executor -> !executor.isTerminating())
                .forEach(executor -> draft.add(new Action.DeletePod(executor, -1, "the job is complete")));
        draft.nothingUnderWay();
        draft.phase(JobPhase.Completed, "Completed", "the program has ended by itself");
    }

    /** What pods mount comes before the pods; the rest does not care. */
    private void objects(Draft draft, StreamingJobSpec spec) {
        List<Action> changes =
                new ObjectPlan(draft.seen()).plan(new JobObjects(draft.seen().job(), spec, settings.defaults()).all());
        draft.actions().addAll(0, changes);
        draft.actions()
                .add(
                        0,
                        new Action.EnsureCertificates(
                                draft.seen().job(),
                                spec.executor().replicas(),
                                draft.seen().status().observedGeneration() == null));
    }
}
