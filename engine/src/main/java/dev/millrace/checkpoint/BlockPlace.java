package dev.millrace.checkpoint;

import java.io.Serializable;

/**
 * Where a received block is in the block log.
 *
 * @param start where its record begins
 * @param length of its record, in bytes
 */
public record BlockPlace(LogPosition start, int length) implements Serializable {
    /** Where the next record begins. */
    public LogPosition end() {
        return new LogPosition(start.epoch(), start.file(), start.offset() + length);
    }
}
