package dev.millrace.streaming;

import dev.millrace.checkpoint.StatePart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much has been written of each key group of a state, and so which are to be written as a whole: all at first, later those
 * whose changes take more than they do themselves. So a restart reads about twice the state at most.
 *
 * <p>A batch writes as many bytes of whole groups as it has written changes, or a little: groups that are due at the same time
 * take turns, and no batch waits for all of them.
 */
final class GroupSizes {
    private static final long SMALL = 16 << 10;
    private static final int MOST_PIECES = 100;
    private static final long NEVER = Long.MIN_VALUE;

    /** So many groups, and so many bytes, a batch may write in any case: each group can have its turn in time. */
    private static final int FEW_GROUPS = 2;

    private static final long FEW_BYTES = 1 << 20;

    private final long leastMillis;
    private final long[] times;
    private final long[] snapshots;
    private final long[] changes;
    private final int[] pieces;
    private long changedNow;
    private long changedBefore;

    /** @param leastMillis between two snapshots of a group */
    GroupSizes(int groups, long leastMillis) {
        this.leastMillis = leastMillis;
        times = new long[groups];
        snapshots = new long[groups];
        changes = new long[groups];
        pieces = new int[groups];
        Arrays.fill(times, NEVER);
    }

    /** Goes on from what an earlier run has written, up to the batch of time {@code at}. */
    void resume(List<StatePart> parts, Time at) {
        for (StatePart part : parts) {
            if (part.kind() == StatePart.Kind.SNAPSHOT) {
                snapshot(part.keyGroup(), at, part.length());
            } else {
                changes(part.keyGroup(), part.length());
            }
        }
        changedNow = 0;
    }

    /** The groups that are to be written as a whole with the batch of time {@code now}, in order. */
    int[] due(Time now) {
        changedBefore = changedNow;
        changedNow = 0;
        List<Integer> chosen = new ArrayList<>();
        long bytes = 0;
        int old = 0;
        for (int group : byNeed(now)) {
            if (times[group] != NEVER) {
                old++;
                bytes += snapshots[group];
                if (old > FEW_GROUPS && bytes > Math.max(FEW_BYTES, changedBefore)) {
                    break;
                }
            }
            chosen.add(group);
        }
        return chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** The groups that may be written as a whole: those that never were, then those of which a restart would read most. */
    private int[] byNeed(Time now) {
        return IntStream.range(0, pieces.length)
                .filter(group -> times[group] == NEVER
                        || ((pieces[group] >= MOST_PIECES || changes[group] > snapshots[group] + SMALL)
                                && now.milliseconds() - times[group] >= leastMillis))
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(group -> times[group] == NEVER ? 0 : 1)
                        .thenComparing(Comparator.<Integer>comparingInt(group -> pieces[group])
                                .reversed()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    void snapshot(int group, Time now, long bytes) {
        times[group] = now.milliseconds();
        snapshots[group] = bytes;
        changes[group] = 0;
        pieces[group] = 0;
    }

    /** Another piece of the snapshot. */
    void more(int group, long bytes) {
        snapshots[group] += bytes;
    }

    void changes(int group, long bytes) {
        changes[group] += bytes;
        changedNow += bytes;
        pieces[group]++;
    }
}
