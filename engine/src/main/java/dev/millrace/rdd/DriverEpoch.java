package dev.millrace.rdd;

/**
 * Which start of a job a driver is, so that what it writes can be told from what an earlier or later one writes. Numbers of
 * one checkpoint can be compared: a later driver has a higher one. Immutable.
 *
 * @param checkpoint names the checkpoint that gave the number; the same at each start of the job
 * @param number from 1
 */
public record DriverEpoch(String checkpoint, long number) {
    /** Whether both numbers were given by the same checkpoint. */
    public boolean isComparableTo(DriverEpoch other) {
        return checkpoint.equals(other.checkpoint);
    }
}
