package dev.millrace.kafka;

import dev.millrace.rdd.DriverEpoch;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which driver a sink belongs to. Those of one checkpoint are compared by the epochs that it gave them, whatever their clocks
 * say; any others by the time at which their sinks were made.
 *
 * @param start milliseconds since 1970
 * @param checkpoint that gave the epoch; {@link #NONE} without one
 * @param number of the epoch; 0 without one
 */
record WriterEpoch(long start, String checkpoint, long number) implements Serializable {
    static final String NONE = "-";
    private static final AtomicLong LAST_START = new AtomicLong();

    /** That of a sink that is made now. */
    static WriterEpoch startingNow() {
        long start = LAST_START.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
        return new WriterEpoch(start, NONE, 0);
    }

    WriterEpoch of(Optional<DriverEpoch> driver) {
        return driver.map(epoch -> new WriterEpoch(start, epoch.checkpoint(), epoch.number()))
                .orElse(this);
    }

    boolean isBefore(WriterEpoch other) {
        boolean comparable = !checkpoint.equals(NONE) && checkpoint.equals(other.checkpoint);
        return comparable ? number < other.number : start < other.start;
    }

    @Override
    public String toString() {
        return checkpoint.equals(NONE) ? "the driver that started at " + start + " ms" : "epoch " + number;
    }
}
