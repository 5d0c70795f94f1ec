package dev.millrace.streaming;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much has been written of each key group of a state, and so which are to be written as a whole: all at first, later those
 * whose changes take more than they do themselves. So a restart reads about twice the state at most.
 */
final class GroupSizes {
    private static final long SMALL = 16 << 10;
    private static final int MOST_PIECES = 100;
    private static final long NEVER = Long.MIN_VALUE;

    private final long leastMillis;
    private final long[] times;
    private final long[] snapshots;
    private final long[] changes;
    private final int[] pieces;

    /** @param leastMillis between two snapshots of a group */
    GroupSizes(int groups, long leastMillis) {
        this.leastMillis = leastMillis;
        times = new long[groups];
        snapshots = new long[groups];
        changes = new long[groups];
        pieces = new int[groups];
        Arrays.fill(times, NEVER);
        Arrays.fill(pieces, MOST_PIECES);
    }

    /** The groups that are to be written as a whole with the batch of time {@code now}, in order. */
    int[] due(Time now) {
        return IntStream.range(0, pieces.length)
                .filter(group -> pieces[group] >= MOST_PIECES || changes[group] > snapshots[group] + SMALL)
                .filter(group -> times[group] == NEVER || now.milliseconds() - times[group] >= leastMillis)
                .toArray();
    }

    void snapshot(int group, Time now, long bytes) {
        times[group] = now.milliseconds();
        snapshots[group] = bytes;
        changes[group] = 0;
        pieces[group] = 0;
    }

    void changes(int group, long bytes) {
        changes[group] += bytes;
        pieces[group]++;
    }
}
