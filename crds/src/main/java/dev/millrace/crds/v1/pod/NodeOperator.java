package dev.millrace.crds.v1.pod;

/** How a rule compares a node's label. */
public enum NodeOperator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
    Gt,
    Lt
}
