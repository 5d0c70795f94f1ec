package dev.millrace.scheduler;

import dev.millrace.rdd.DriverEpoch;
import java.util.HashMap;
import java.util.Map;

/** Which drivers an executor works for: none that is older than one that it has worked for. Thread-safe. */
final class DriverFence {
    /** The newest number, by the name of the checkpoint. */
    private final Map<String, Long> newest = new HashMap<>();

    /**
     * A driver says which one it is.
     *
     * @return the newest number that this executor knows of its checkpoint; higher than its own when it is to be refused
     */
    synchronized long newestAfter(DriverEpoch epoch) {
        return newest.merge(epoch.checkpoint(), epoch.number(), Math::max);
    }
}
