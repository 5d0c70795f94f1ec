package dev.millrace.scheduler;

import java.util.function.BooleanSupplier;

/**
 * What a thread of the driver does before it waits for executors: nothing, where they have threads of their own; in a
 * simulation, whose only thread it is, their work. And what the driver does in the background.
 */
interface Waiting {
    /** The wait itself does it, and what is in the background has a thread of its own. */
    Waiting BLOCKING = new Waiting() {
        @Override
        public void until(BooleanSupplier holds) {
            // the wait comes right after
        }

        @Override
        public void background(String name, HandOver work) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /** Called before a wait that would end at once if {@code holds} did. */
    void until(BooleanSupplier holds) throws InterruptedException;

    /** Does all steps of {@code work}, and returns at once. */
    void background(String name, HandOver work);

    /** A time that only goes on. */
    long nanos();
}
