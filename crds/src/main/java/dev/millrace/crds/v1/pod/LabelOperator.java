package dev.millrace.crds.v1.pod;

/** How a rule compares a label. */
public enum LabelOperator {
    In,
    NotIn,
    Exists,
    DoesNotExist
}
