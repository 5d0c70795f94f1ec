package dev.millrace.crds.v1.pod;

/** What an empty directory is kept on. */
public enum VolumeMedium {
    /** A file system in memory; what is in it counts as memory of the pod. */
    Memory
}
