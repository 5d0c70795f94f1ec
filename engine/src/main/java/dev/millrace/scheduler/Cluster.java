package dev.millrace.scheduler;

/** Where the executors of a driver are, and how messages get there and back. */
interface Cluster extends AutoCloseable {
    /** Tells the executors to end, and ends what this driver has started for them. */
    @Override
    void close();
}
