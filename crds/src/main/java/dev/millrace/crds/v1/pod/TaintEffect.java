package dev.millrace.crds.v1.pod;

/** What a taint does. */
public enum TaintEffect {
    NoSchedule,
    PreferNoSchedule,
    NoExecute
}
