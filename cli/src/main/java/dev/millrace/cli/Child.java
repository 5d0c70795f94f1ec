package dev.millrace.cli;

import java.util.function.IntConsumer;

/** A process that was started. */
interface Child {
    /**
     * Calls {@code action} with the exit code once the process has ended and all its output is read. The code of a process
     * that a signal killed is 128 and the signal's number.
     */
    void onExit(IntConsumer action);

    /** Asks the process to end (SIGTERM). */
    void terminate();

    /** Ends the process at once (SIGKILL). */
    void kill();
}
