package dev.millrace.receiver;

import dev.millrace.error.MillraceException;

/** Told by the tracker what happens to receivers; called by one thread at a time for each receiver. */
public interface ReceiverEvents {
    void started(ReceiverStatus status);

    /** Something went wrong; the receiver goes on, or is started again. */
    void error(ReceiverStatus status);

    /** The receiver has stopped for good. */
    void stopped(ReceiverStatus status);

    /** The job must fail, because a receiver cannot go on. */
    void failed(MillraceException cause);
}
