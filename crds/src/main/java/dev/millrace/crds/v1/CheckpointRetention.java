package dev.millrace.crds.v1;

/** What happens to a checkpoint when its job is deleted. */
public enum CheckpointRetention {
    /** The checkpoint stays, and a job of the same name goes on from it. */
    Retain,
    /** The checkpoint is deleted with its job. */
    Delete
}
