package dev.millrace.operator.plan;

import dev.millrace.crds.v1.status.Intent;
import dev.millrace.crds.v1.status.IntentAction;
import dev.millrace.operator.driver.DriverReport;
import dev.millrace.operator.driver.DriverSighting;
import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.observe.PodLife;
import dev.millrace.operator.observe.PodSighting;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Sees to it that there is an executor for every ordinal, of the spec in force, and none besides. */
final class ExecutorsPlan {
    /** An executor that its driver told to end comes back after this time, not at once: the driver may be ending itself. */
    private static final Duration RETURN = Duration.ofSeconds(2);

    /** Kubernetes says in whole seconds when a process started. */
    private static final Duration START_PRECISION = Duration.ofSeconds(1);

    private final Draft draft;
    private final Run run;
    private final DriverOutlook driver;
    private final PodWatch watch;

    ExecutorsPlan(Draft draft, Run run, DriverOutlook driver) {
        this.draft = draft;
        this.run = run;
        this.driver = driver;
        this.watch = new PodWatch(draft, run.timeouts());
    }

    void plan() {
        for (int ordinal = 0; ordinal < run.replicas(); ordinal++) {
            PodSighting pod = run.seen().executors().get(ordinal);
            if (pod == null) {
                create(ordinal);
            } else {
                keep(ordinal, pod);
            }
        }
        boolean anySurplus = false;
        for (Map.Entry<Integer, PodSighting> each :
                run.seen().executors().tailMap(run.replicas()).entrySet()) {
            anySurplus |= remove(each.getValue());
        }
        tell(anySurplus, roll());
    }

    private void create(int ordinal) {
        if (!driver.wantsExecutors()) {
            return;
        }
        if (draft.now().isBefore(run.notBefore())) {
            draft.wakeAt(run.notBefore());
            draft.trouble("BackingOff", "executor " + ordinal + " failed and comes back at " + run.notBefore());
            return;
        }
        draft.add(new Action.CreatePod(run.pods().executor(ordinal)));
    }

    private void keep(int ordinal, PodSighting pod) {
        if (pod.isTerminating() && !pod.life().isOver()) {
            watch.end(pod);
        } else if (pod.life().isOver()) {
            comeBack(ordinal, pod);
        } else if (!run.isCurrent(pod)) {
            if (driver != DriverOutlook.LEAVING) {
                draft.add(new Action.DeletePod(pod, -1, "its spec was changed"));
            }
        } else {
            watch.start(pod);
        }
    }

    private void comeBack(int ordinal, PodSighting pod) {
        if (!driver.wantsExecutors()) {
            return;
        }
        DriverReport report = run.report();
        boolean toldToEnd = pod.life() == PodLife.SUCCEEDED && run.isCurrent(pod) && !isRolled(pod);
        if (toldToEnd && report != null && report.isEnding()) {
            return;
        }
        Instant earliest = toldToEnd ? pod.created().plus(RETURN) : run.notBefore();
        if (draft.now().isBefore(earliest)) {
            draft.wakeAt(earliest);
            if (!toldToEnd) {
                draft.trouble("BackingOff", "executor " + ordinal + " failed and comes back at " + earliest);
            }
            return;
        }
        draft.add(new Action.DeletePod(pod, 0, "it has ended"));
        draft.add(new Action.CreatePod(run.pods().executor(ordinal)));
    }

    /** Whether it is, and was seen to be, an executor of an older spec. */
    private boolean isRolled(PodSighting pod) {
        return !pod.label(JobLabels.EXECUTOR_HASH).equals(run.executorHash());
    }

    /** Removes one that is too many; returns whether it runs and the driver has to let it go. */
    private boolean remove(PodSighting pod) {
        if (pod.life().isOver()) {
            draft.add(new Action.DeletePod(pod, 0, "the job needs fewer executors"));
        } else if (pod.isTerminating()) {
            watch.end(pod);
        } else if (pod.life() == PodLife.PENDING || driver == DriverOutlook.STARTING || isOverdue()) {
            draft.add(new Action.DeletePod(pod, -1, "the job needs fewer executors"));
        } else {
            return driver == DriverOutlook.RUNNING;
        }
        return false;
    }

    /** Whether what is under way should have ended by now. */
    private boolean isOverdue() {
        Intent intent = draft.intent();
        if (intent == null) {
            return false;
        }
        Instant deadline = Instant.parse(intent.since()).plus(run.timeouts().drain());
        if (draft.now().isBefore(deadline)) {
            draft.wakeAt(deadline);
            return false;
        }
        return true;
    }

    /** The next executor to be replaced because of a change: one at a time, and only while all others are at work. */
    private Optional<Integer> roll() {
        Optional<Integer> next = run.seen().executors().headMap(run.replicas()).entrySet().stream()
                .filter(each -> each.getValue().isRunning() && run.isCurrent(each.getValue()))
                .filter(each -> isRolled(each.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        if (next.isEmpty() || driver != DriverOutlook.RUNNING) {
            return Optional.empty();
        }
        int ordinal = next.get();
        if (!draft.intends(IntentAction.RollExecutors)) {
            draft.tell(EventReason.RollingExecutors, "executors are replaced one by one with the new spec");
        }
        draft.intend(IntentAction.RollExecutors, null, ordinal, "the executors' spec was changed");
        if (isOverdue()) {
            PodSighting pod = Objects.requireNonNull(run.seen().executors().get(ordinal));
            draft.add(new Action.DeletePod(pod, -1, "it did not leave in time"));
            return Optional.empty();
        }
        return areAllAtWork() ? next : Optional.empty();
    }

    /** Whether every executor runs, and the driver has said so since the last of them started: what it said before is old. */
    private boolean areAllAtWork() {
        DriverSighting sighting = run.sighting();
        if (sighting == null || run.registered() < run.replicas()) {
            return false;
        }
        Instant latest = Instant.EPOCH;
        for (int ordinal = 0; ordinal < run.replicas(); ordinal++) {
            PodSighting pod = run.seen().executors().get(ordinal);
            if (pod == null || !pod.isRunning()) {
                return false;
            }
            Instant started = pod.started().orElse(pod.created());
            latest = started.isAfter(latest) ? started : latest;
        }
        boolean isNews = sighting.at().isAfter(latest.plus(START_PRECISION));
        if (!isNews) {
            draft.wakeAt(draft.now().plus(START_PRECISION));
        }
        return isNews;
    }

    private void tell(boolean anySurplus, Optional<Integer> rolled) {
        DriverReport report = run.report();
        PodSighting pod = run.seen().driver();
        if (pod == null || report == null || !run.driverAnswers() || !report.isRunning()) {
            return;
        }
        if (anySurplus || rolled.isPresent() || report.executors().desired() != run.replicas()) {
            draft.add(new Action.TellDriver(
                    run.seen().job(), pod, run.replicas(), rolled.map(Set::of).orElse(Set.of())));
        }
    }
}
