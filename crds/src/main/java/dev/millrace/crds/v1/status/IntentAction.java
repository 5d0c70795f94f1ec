package dev.millrace.crds.v1.status;

/** What the operator can have begun. */
public enum IntentAction {
    Start,
    Scale,
    RollExecutors,
    Restart,
    ReplaceDriver,
    Suspend,
    Resume,
    Delete
}
