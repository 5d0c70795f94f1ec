package dev.millrace.operator.observe;

/** Where a pod is in its life. */
public enum PodLife {
    /** Not placed, or its containers are not started yet. */
    PENDING,
    /** The engine's container runs. */
    RUNNING,
    /** The process ended with exit code 0. */
    SUCCEEDED,
    /** The process, or the pod, failed. */
    FAILED;

    /** Whether no process of the pod can come any more. */
    public boolean isOver() {
        return this == SUCCEEDED || this == FAILED;
    }
}
