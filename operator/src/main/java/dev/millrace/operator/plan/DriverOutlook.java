package dev.millrace.operator.plan;

/** What is to be expected of the driver after one pass. */
enum DriverOutlook {
    /** It is on its way out; another one comes when it is gone. */
    LEAVING,
    /** It failed, and the next one waits. */
    BACKING_OFF,
    /** It was made in this pass, or has not completed a batch yet. */
    STARTING,
    /** It has completed a batch. */
    RUNNING,
    /** The program has ended by itself. */
    ENDED;

    /** Whether executors have, or are about to have, a driver to register with. */
    boolean wantsExecutors() {
        return this == STARTING || this == RUNNING;
    }
}
