package dev.millrace.crds.v1.status;

/** Why a process ended. */
public enum FailureReason {
    /** It ended with an exit code other than 0. */
    Error,
    /** It was killed for using more memory than its limit. */
    OOMKilled,
    /** Its heap was too small. */
    OutOfMemoryError,
    /** Its node evicted it. */
    Evicted,
    /** Its node is gone. */
    NodeLost,
    /** Its image cannot be pulled. */
    ImagePull,
    /** It did not start in time. */
    StartTimeout,
    /** It did not answer in time. */
    Unresponsive,
    /** Another driver has taken over its checkpoint. */
    Fenced
}
