package dev.millrace.rdd;

import java.io.Serializable;

/**
 * One part of a data set: what a task needs to read it, and nothing more, since it travels to the executor with each
 * batch. Immutable.
 */
public interface Partition extends Serializable {
    /** Position among the partitions of its data set, from 0. */
    int index();
}
