package dev.millrace.crds.v1;

/** Whether a process that failed is started again. */
public enum RestartType {
    /** A failed process is replaced, with back-off, until the failure budget is used up. */
    OnFailure,
    /** The first process that fails ends the job. */
    Never
}
