package dev.millrace.crds.v1.status;

/** Where a job is in its life. Every phase but Running, Suspended, Completed and Failed has a time limit. */
public enum JobPhase {
    /** Accepted; nothing has been made yet. */
    Pending,
    /** Driver and executors are being started, up to the first batch. */
    Starting,
    /** Batches are made. */
    Running,
    /** Batches are made while executors are added or drained. */
    Scaling,
    /** Stopped or rolling because of a change of the spec. */
    Upgrading,
    /** Waiting to replace a driver that failed. */
    BackingOff,
    /** Being stopped because of suspend. */
    Suspending,
    /** Stopped because of suspend; the checkpoint stays. */
    Suspended,
    /** The program has ended by itself. */
    Completed,
    /** The failure budget is used up, or the spec has never been usable. */
    Failed,
    /** Being deleted. */
    Deleting
}
