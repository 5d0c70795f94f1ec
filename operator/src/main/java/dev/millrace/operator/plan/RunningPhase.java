package dev.millrace.operator.plan;

import dev.millrace.crds.v1.status.IntentAction;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.operator.observe.PodSighting;
import java.time.Instant;

/** Names the phase of a job that should run, and sees whether what was under way is done. */
final class RunningPhase {
    private final Draft draft;
    private final Run run;
    private final DriverOutlook driver;

    RunningPhase(Draft draft, Run run, DriverOutlook driver) {
        this.draft = draft;
        this.run = run;
        this.driver = driver;
    }

    void decide() {
        if (driver == DriverOutlook.RUNNING) {
            running();
        } else if (driver == DriverOutlook.BACKING_OFF) {
            draft.trouble("BackingOff", "the driver failed and starts again at " + run.notBefore());
            if (draft.seen().status().phase() != JobPhase.BackingOff) {
                draft.tell(EventReason.BackingOff, "the driver starts again at " + run.notBefore());
            }
            draft.phase(JobPhase.BackingOff, "BackingOff", "the driver starts again at " + run.notBefore());
        } else if (draft.intends(IntentAction.Restart)) {
            draft.phase(JobPhase.Upgrading, "Restarting", "driver and executors are replaced with the new spec");
        } else {
            draft.phase(JobPhase.Starting, starting(), "up to the first batch");
        }
    }

    private String starting() {
        return run.seen().driver() == null || driver == DriverOutlook.LEAVING
                ? "DriverStarting"
                : "WaitingForFirstBatch";
    }

    private void running() {
        boolean complete = isComplete();
        JobPhase before = draft.seen().status().phase();
        if (draft.intends(IntentAction.Restart)
                || draft.intends(IntentAction.Start)
                || draft.intends(IntentAction.ReplaceDriver)
                || draft.intends(IntentAction.Resume)) {
            draft.nothingUnderWay();
        }
        if (complete && !anyRolling()) {
            draft.nothingUnderWay();
        }
        if (before != JobPhase.Running && before != JobPhase.Scaling && before != JobPhase.Upgrading) {
            draft.tell(EventReason.Started, "the first batch of start " + draft.epoch() + " is done");
        }
        missing(complete);
        if (draft.intends(IntentAction.RollExecutors)) {
            draft.phase(JobPhase.Upgrading, "RollingExecutors", "executors are replaced one by one");
        } else if (draft.intends(IntentAction.Scale)) {
            draft.phase(JobPhase.Scaling, "Scaling", "executors are added or drained");
        } else {
            draft.phase(JobPhase.Running, "Running", "batches are made");
        }
    }

    /** Whether there are as many executors as there should be, all of them registered. */
    private boolean isComplete() {
        return run.seen().executors().size() == run.replicas() && run.registered() == run.replicas();
    }

    private boolean anyRolling() {
        return run.seen().executors().values().stream()
                .anyMatch(executor -> !executor.label(dev.millrace.operator.model.JobLabels.EXECUTOR_HASH)
                        .equals(run.executorHash()));
    }

    /** Executors that run for long enough and that the driver still does not know. */
    private void missing(boolean complete) {
        if (complete || !run.driverAnswers()) {
            return;
        }
        int due = 0;
        for (PodSighting executor :
                run.seen().executors().headMap(run.replicas()).values()) {
            if (!executor.isRunning()) {
                continue;
            }
            Instant deadline = executor.started()
                    .orElse(executor.created())
                    .plus(run.timeouts().registration());
            if (draft.now().isBefore(deadline)) {
                draft.wakeAt(deadline);
            } else {
                due++;
            }
        }
        if (run.registered() < due) {
            draft.trouble(
                    "ExecutorsMissing",
                    run.registered() + " of " + run.replicas() + " executors are registered with the driver, though "
                            + due + " run for long enough");
        }
    }
}
