package dev.millrace.scheduler;

import java.util.function.BooleanSupplier;

/**
 * What a thread of the driver does before it waits for executors: nothing, where they have threads of their own; in a
 * simulation, whose only thread it is, their work.
 */
interface Waiting {
    /** The wait itself does it. */
    Waiting BLOCKING = holds -> {};

    /** Called before a wait that would end at once if {@code holds} did. */
    void until(BooleanSupplier holds) throws InterruptedException;
}
