package dev.millrace.crds.v1.pod;

/** Which system calls a container may make. */
public enum SeccompType {
    /** Those that the container runtime allows by default. */
    RuntimeDefault,
    /** Those that a profile on the node allows. */
    Localhost,
    /** All of them. */
    Unconfined
}
