package dev.millrace.rdd;

import java.io.Serializable;

/**
 * Work that stays on one executor until it is stopped, such as a receiver: it keeps blocks there and tells the driver
 * about them. Sent to the executor as a copy.
 */
public interface ResidentTask extends Serializable {
    /** Starts the work on threads of its own and returns. */
    void start(ResidentContext context) throws Exception;

    /** Takes a message of the driver; called by one thread at a time. */
    void receive(Object message) throws Exception;

    /**
     * Ends the work and returns when it has ended; called once, also when the executor ends. Until it returns,
     * {@link #receive} may still be called, by another thread.
     */
    void stop() throws Exception;
}
