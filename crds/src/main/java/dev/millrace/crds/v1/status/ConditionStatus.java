package dev.millrace.crds.v1.status;

/** Whether a condition holds. */
public enum ConditionStatus {
    True,
    False,
    Unknown
}
