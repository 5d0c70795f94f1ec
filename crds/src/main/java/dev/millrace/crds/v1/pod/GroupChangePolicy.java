package dev.millrace.crds.v1.pod;

/** When the group of a volume's files is set. */
public enum GroupChangePolicy {
    Always,
    OnRootMismatch
}
