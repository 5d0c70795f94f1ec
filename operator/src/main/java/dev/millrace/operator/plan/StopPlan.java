package dev.millrace.operator.plan;

import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.observe.PodSighting;

/** Stops the processes of a job: the driver first, which ends the batch under way and tells its executors to end. */
final class StopPlan {
    private final Draft draft;
    private final PodWatch watch;
    private final boolean keepEnded;

    /**
     * Stops the job of {@code draft}.
     *
     * @param keepEnded whether pods that have ended stay, so that their logs can be read
     */
    StopPlan(Draft draft, Timeouts timeouts, boolean keepEnded) {
        this.draft = draft;
        this.watch = new PodWatch(draft, timeouts);
        this.keepEnded = keepEnded;
    }

    /** Asks for the next step; returns whether no process runs any more. */
    boolean plan(String why) {
        PodSighting driver = draft.seen().driver();
        boolean driverGone = driver == null || driver.life().isOver();
        if (driver != null) {
            stop(driver, why, true);
        }
        boolean executorsGone = true;
        for (PodSighting executor : draft.seen().executors().values()) {
            executorsGone &= executor.life().isOver();
            stop(executor, why, driverGone);
        }
        return driverGone && executorsGone;
    }

    private void stop(PodSighting pod, String why, boolean now) {
        if (pod.life().isOver()) {
            if (!keepEnded && !pod.isTerminating()) {
                draft.add(new Action.DeletePod(pod, 0, why));
            }
        } else if (pod.isTerminating() && JobLabels.DRIVER.equals(pod.label(JobLabels.ROLE))) {
            watch.endDriver(pod);
        } else if (pod.isTerminating()) {
            watch.end(pod);
        } else if (now) {
            draft.add(new Action.DeletePod(pod, -1, why));
        }
    }
}
