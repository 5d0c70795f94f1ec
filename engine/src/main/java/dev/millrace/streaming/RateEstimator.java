package dev.millrace.streaming;

import java.util.OptionalDouble;

/** How many records a second an input should take, from how batches went. Used by one thread. */
interface RateEstimator {
    /**
     * A batch is complete.
     *
     * @param endMillis when it ended
     * @param records that the input had in it
     * @param processingMillis how long it took
     * @param schedulingMillis how long it waited for its predecessors
     * @return the new rate in records a second; empty for no change
     */
    OptionalDouble compute(long endMillis, long records, double processingMillis, double schedulingMillis);
}
