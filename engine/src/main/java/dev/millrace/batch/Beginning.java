package dev.millrace.batch;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a run begins.
 *
 * @param lastTime end of the last batch that an earlier run made; the start of the first batch when there was none
 * @param pending batches that an earlier run made and did not complete: they run first, with the same ranges
 */
public record Beginning(long lastTime, SortedMap<Long, List<InputRange>> pending) {
    /** A job that has not run before. */
    public static Beginning at(long zeroTime) {
        return new Beginning(zeroTime, new TreeMap<>());
    }
}
