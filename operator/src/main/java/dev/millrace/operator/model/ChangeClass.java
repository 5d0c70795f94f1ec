package dev.millrace.operator.model;

/** What the operator does when a field of a spec changes, from the least to the most. */
public enum ChangeClass {
    /** Nothing now: pods that are made later have it. */
    NOTHING,
    /** The running job is changed in place; no process ends but for executors that are drained. */
    LIVE,
    /** Executors are replaced one by one, each drained at a batch boundary; the driver goes on. */
    ROLLING,
    /** Driver and executors stop at a batch boundary and start again from the checkpoint. */
    RESTART
}
