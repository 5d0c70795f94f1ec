package dev.millrace.operator.plan;

/** Reasons of the events that the operator writes for a job. */
public enum EventReason {
    /** A pod of the driver was made. */
    DriverCreated(false),
    /** The driver ended, and should not have. */
    DriverFailed(true),
    /** An executor ended, and should not have. */
    ExecutorFailed(true),
    /** The first batch after a start of the job is done. */
    Started(false),
    /** Executors are added. */
    ScalingUp(false),
    /** Executors are drained. */
    ScalingDown(false),
    /** Executors are replaced one by one because of a change. */
    RollingExecutors(false),
    /** The job stops and starts again because of a change. */
    Restarting(false),
    /** The job is stopped because of suspend. */
    Suspending(false),
    /** The job starts again after suspend. */
    Resuming(false),
    /** The next replacement waits. */
    BackingOff(true),
    /** The job has failed too often, and stays stopped until its spec changes. */
    BudgetExhausted(true),
    /** The program has ended by itself. */
    Completed(false),
    /** The spec cannot be used. */
    InvalidSpec(true),
    /** The API server refuses what the operator has to do for the job. */
    ActionFailed(true),
    /** The spec asks for a PodMonitor, and this operator makes none. */
    NoPodMonitors(true),
    /** A phase takes longer than it may. */
    TimedOut(true),
    /** A pod does not end, and its node is looked at. */
    NodeSuspected(true);

    private final boolean warning;

    EventReason(boolean warning) {
        this.warning = warning;
    }

    /** Kind of the event, as Kubernetes calls it. */
    public String type() {
        return warning ? "Warning" : "Normal";
    }
}
