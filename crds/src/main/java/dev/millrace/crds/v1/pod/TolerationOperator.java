package dev.millrace.crds.v1.pod;

/** How a toleration compares a taint. */
public enum TolerationOperator {
    /** The taint is there, whatever its value. */
    Exists,
    /** The taint has the value. */
    Equal
}
