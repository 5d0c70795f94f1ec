package dev.millrace.operator.plan;

import dev.millrace.crds.v1.status.FailureReason;
import dev.millrace.crds.v1.status.IntentAction;
import dev.millrace.operator.driver.DriverReport;
import dev.millrace.operator.driver.DriverSighting;
import dev.millrace.operator.observe.PodLife;
import dev.millrace.operator.observe.PodSighting;
import java.time.Instant;
import java.util.Optional;

/** Sees to it that there is one driver, of the spec in force, which answers. */
final class DriverPlan {
    private static final long HUNG_GRACE_SECONDS = 5;

    private final Draft draft;
    private final Run run;
    private final PodWatch watch;

    DriverPlan(Draft draft, Run run) {
        this.draft = draft;
        this.run = run;
        this.watch = new PodWatch(draft, run.timeouts());
    }

    DriverOutlook plan() {
        PodSighting driver = run.seen().driver();
        if (driver == null) {
            return create();
        } else if (driver.life() == PodLife.SUCCEEDED && run.isCurrent(driver) && !driver.isTerminating()) {
            return DriverOutlook.ENDED;
        } else if (driver.isTerminating() && !driver.life().isOver()) {
            watch.endDriver(driver);
            return DriverOutlook.LEAVING;
        } else if (driver.life().isOver()) {
            return replace(driver);
        } else if (!run.isCurrent(driver)) {
            draft.intend(IntentAction.Restart, null, null, "the spec was changed");
            draft.tell(EventReason.Restarting, "the job stops at a batch boundary and starts again with the new spec");
            draft.add(new Action.DeletePod(driver, -1, "its spec was changed"));
            return DriverOutlook.LEAVING;
        }
        return look(driver);
    }

    /** The old pod's process has ended, so its object can go at once and make room for the name. */
    private DriverOutlook replace(PodSighting driver) {
        if (draft.now().isBefore(run.notBefore())) {
            draft.wakeAt(run.notBefore());
            return DriverOutlook.BACKING_OFF;
        }
        draft.add(new Action.DeletePod(driver, 0, "it has ended"));
        return create();
    }

    private DriverOutlook create() {
        if (draft.now().isBefore(run.notBefore())) {
            draft.wakeAt(run.notBefore());
            return DriverOutlook.BACKING_OFF;
        }
        long epoch = draft.nextEpoch();
        if (!draft.intends(IntentAction.Restart) && !draft.intends(IntentAction.Resume)) {
            draft.intend(epoch == 1 ? IntentAction.Start : IntentAction.ReplaceDriver, null, null, "start " + epoch);
        }
        draft.add(new Action.CreatePod(run.pods().driver(epoch)));
        draft.tell(EventReason.DriverCreated, "start " + epoch + " of the driver");
        return DriverOutlook.STARTING;
    }

    private DriverOutlook look(PodSighting driver) {
        watch.start(driver);
        DriverReport report = run.report();
        DriverSighting sighting = run.sighting();
        if (sighting != null && report != null && sighting.silentSince() != null) {
            Instant deadline = sighting.silentSince().plus(run.timeouts().unresponsive());
            if (!draft.now().isBefore(deadline)) {
                return giveUp(
                        driver,
                        FailureReason.Unresponsive,
                        sighting.silentSince(),
                        "the driver does not answer any more");
            }
            draft.wakeAt(deadline);
        }
        if (report == null || !report.isRunning()) {
            Optional<Instant> since = allStartedAt(driver);
            if (since.isPresent()) {
                Instant deadline = since.get().plus(run.timeouts().driverReady());
                if (!draft.now().isBefore(deadline) && (report == null || !report.isEnding())) {
                    return giveUp(
                            driver,
                            FailureReason.StartTimeout,
                            since.get(),
                            "the driver makes no batches since driver and executors were started");
                }
                draft.wakeAt(deadline);
            }
            return DriverOutlook.STARTING;
        }
        return report.lastBatch() == null ? DriverOutlook.STARTING : DriverOutlook.RUNNING;
    }

    /** Since when all processes of the job run: the driver is not to blame for executors that find no node. */
    private Optional<Instant> allStartedAt(PodSighting driver) {
        Optional<Instant> latest = driver.started();
        for (int ordinal = 0; ordinal < run.replicas() && latest.isPresent(); ordinal++) {
            PodSighting executor = run.seen().executors().get(ordinal);
            Optional<Instant> started = executor == null ? Optional.empty() : executor.started();
            Instant before = latest.get();
            latest = started.map(time -> time.isAfter(before) ? time : before);
        }
        return latest;
    }

    private DriverOutlook giveUp(PodSighting driver, FailureReason reason, Instant since, String what) {
        if (draft.fail(Failures.record(driver.name(), since, reason, null, what + " (since " + since + ")"))) {
            draft.tell(EventReason.DriverFailed, reason + ": " + what + " since " + since);
        }
        draft.add(new Action.DeletePod(driver, HUNG_GRACE_SECONDS, what));
        return DriverOutlook.LEAVING;
    }
}
