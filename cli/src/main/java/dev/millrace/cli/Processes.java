package dev.millrace.cli;

/** Starts the processes of a run. */
interface Processes {
    Child startDriver();

    /**
     * Starts an executor.
     *
     * @param ordinal number of the executor from 0; one that replaces another has the number of that
     */
    Child startExecutor(int ordinal);
}
