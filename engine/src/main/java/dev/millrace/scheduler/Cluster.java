package dev.millrace.scheduler;

import dev.millrace.rdd.DriverEpoch;
import java.util.Optional;

/** Where the executors of a driver are, and how messages get there and back. */
interface Cluster extends AutoCloseable {
    /** Says to the executors, those that are there and those that will come, which start of its job this driver is. */
    default void setEpoch(Optional<DriverEpoch> epoch) {}

    /** Tells the executors to end, and ends what this driver has started for them. */
    @Override
    void close();
}
