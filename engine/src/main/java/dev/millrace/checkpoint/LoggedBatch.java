package dev.millrace.checkpoint;

import java.util.List;

/**
 * What belongs to a batch.
 *
 * @param time end of the batch, in milliseconds since 1970: its name
 */
public record LoggedBatch(long time, List<LoggedRange> ranges) {
    public LoggedBatch {
        ranges = List.copyOf(ranges);
    }
}
