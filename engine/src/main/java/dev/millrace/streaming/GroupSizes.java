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

    private final long[] snapshots;
    private final long[] changes;
    private final int[] pieces;

    GroupSizes(int groups) {
        snapshots = new long[groups];
        changes = new long[groups];
        pieces = new int[groups];
        Arrays.fill(pieces, MOST_PIECES);
    }

    /** The groups that are to be written as a whole now, in order. */
    int[] due() {
        return IntStream.range(0, pieces.length)
                .filter(group -> pieces[group] >= MOST_PIECES || changes[group] > snapshots[group] + SMALL)
                .toArray();
    }

    void snapshot(int group, long bytes) {
        snapshots[group] = bytes;
        changes[group] = 0;
        pieces[group] = 0;
    }

    void changes(int group, long bytes) {
        changes[group] += bytes;
        pieces[group]++;
    }
}
