package dev.millrace.crds.v1.pod;

/** When an init container is started again. */
public enum ContainerRestartPolicy {
    /** It runs beside the others and is started again whenever it ends. */
    Always
}
