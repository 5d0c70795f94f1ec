package dev.millrace.runtime;

/** What a job is doing. */
public enum JobState {
    /** The program has not started its stream yet, or runs without one. */
    STARTING,
    /** Batches are made. */
    RUNNING,
    /** The batches under way end, no new ones are made. */
    STOPPING,
    /** The program came to its end. */
    FINISHED,
    /** The job failed. */
    FAILED
}
