package dev.millrace.checkpoint;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A place between two records of the block log. Later records are at greater positions.
 *
 * @param epoch of the driver that wrote the file
 * @param file number of the file within the epoch
 * @param offset in the file, in bytes
 */
public record LogPosition(long epoch, int file, long offset) implements Comparable<LogPosition>, Serializable {
    private static final Comparator<LogPosition> ORDER = Comparator.comparingLong(LogPosition::epoch)
            .thenComparingInt(LogPosition::file)
            .thenComparingLong(LogPosition::offset);

    /** Before everything that a driver of this epoch writes, and after everything of earlier ones. */
    static LogPosition atStartOf(long epoch) {
        return new LogPosition(epoch, 0, 0);
    }

    @Override
    public int compareTo(LogPosition other) {
        return ORDER.compare(this, other);
    }

    /** The later one. */
    public LogPosition max(LogPosition other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
