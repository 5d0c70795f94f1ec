package dev.millrace.crds.v1.pod;

/** What happens when pods cannot be spread as wanted. */
public enum Unsatisfiable {
    /** The pod waits. */
    DoNotSchedule,
    /** The pod is placed as well as can be. */
    ScheduleAnyway
}
