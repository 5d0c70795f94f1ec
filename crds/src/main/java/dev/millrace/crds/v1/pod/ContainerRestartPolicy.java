package dev.millrace.crds.v1.pod;

/** What tells a side container from one that runs before the engine's. */
public enum ContainerRestartPolicy {
    /** The container runs as long as the pod does, and does not keep the pod from ending. */
    Always
}
