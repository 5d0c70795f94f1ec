package dev.millrace.kafka;

import java.io.Serializable;
import java.util.List;

/**
 * What a batch reads of all partitions of its stream, those with nothing new among them: so the ranges of the last batch say
 * where the next one begins. Immutable.
 *
 * @param ranges in order of topic and partition
 */
record OffsetRanges(List<OffsetRange> ranges) implements Serializable {
    private static final long serialVersionUID = 1L;

    OffsetRanges {
        ranges = List.copyOf(ranges);
    }

    /** How many offsets the batch has. */
    long count() {
        long sum = 0;
        for (OffsetRange range : ranges) {
            sum += range.count();
        }
        return sum;
    }

    OffsetRange[] toArray() {
        return ranges.toArray(new OffsetRange[0]);
    }
}
