package dev.millrace.runtime;

import java.util.Set;

/** What a driver process asks of the job that runs in it. Thread-safe. */
interface JobControl extends AutoCloseable {
    /**
     * Stops what runs: of a stream the batches under way end first. Returns when it has stopped.
     *
     * @return false when nothing was running
     */
    boolean stopGracefully();

    /** Waits for the end of a stream that the program has started and not waited for; returns at once if there is none. */
    void awaitEnd() throws InterruptedException;

    /**
     * Changes the number of executors that the job should have.
     *
     * @param leaving ordinals of executors that are to be replaced
     * @return false when nothing was running
     */
    boolean scale(int desired, Set<Integer> leaving);

    /** Stops at once what the program has left running. */
    @Override
    void close();
}
