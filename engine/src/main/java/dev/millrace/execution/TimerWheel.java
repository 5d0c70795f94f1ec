package dev.millrace.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys by the time at which they were seen, so that those of long ago are found without a look at the others. It does not hear of
 * keys that are seen again or go: whoever takes a key out looks when it was really seen, and puts it in anew.
 *
 * <pre>
 *   near   each time  [ 1000 | 1001 | 1007 ]          the tick whose turn it is, and what is older
 *   far    each tick  [ 1024.. | 2048.. | ... ]       not in order within
 * </pre>
 *
 * <p>Immutable: the versions of a state have one each, and share what is in them.
 */
public final class TimerWheel {
    private static final int TICKS = 64;

    /** Keys that came together. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Cell(
            long time, @Nullable Object[] keys, @Nullable Cell before) {}

    private final long tickMillis;
    private final NavigableMap<Long, Cell> near;
    private final NavigableMap<Long, Cell> far;
    private final long size;

    private TimerWheel(long tickMillis, NavigableMap<Long, Cell> near, NavigableMap<Long, Cell> far, long size) {
        this.tickMillis = tickMillis;
        this.near = near;
        this.far = far;
        this.size = size;
    }

    /** An empty one for keys that are taken out after {@code timeoutMillis}. */
    public static TimerWheel empty(long timeoutMillis) {
        return new TimerWheel(Math.max(1, timeoutMillis / TICKS), new TreeMap<>(), new TreeMap<>(), 0);
    }

    /** Number of keys; one that was put in twice counts twice. */
    public long size() {
        return size;
    }

    /** Whether there are keys of times before {@code threshold}, in milliseconds; it may say so too early, by a tick. */
    public boolean isDue(long threshold) {
        return (!near.isEmpty() && near.firstKey() < threshold)
                || (!far.isEmpty() && far.firstKey() <= tick(threshold));
    }

    private long tick(long time) {
        return Math.floorDiv(time, tickMillis);
    }

    /** Begins a change; this wheel stays as it is. */
    public Turn turn() {
        return new Turn(this);
    }

    /** A wheel that is being changed. For one thread. */
    public static final class Turn {
        private final long tickMillis;
        private final NavigableMap<Long, Cell> near;
        private final NavigableMap<Long, Cell> far;
        private final Map<Long, List<@Nullable Object>> added = new TreeMap<>();
        private long size;

        private Turn(TimerWheel from) {
            tickMillis = from.tickMillis;
            near = new TreeMap<>(from.near);
            far = new TreeMap<>(from.far);
            size = from.size;
        }

        /** Puts a key in that was seen at {@code time}, in milliseconds. */
        public void add(@Nullable Object key, long time) {
            added.computeIfAbsent(time, unused -> new ArrayList<>()).add(key);
        }

        /** Takes out the keys that were put in with times before {@code threshold}, in the order of their times. */
        public List<@Nullable Object> takeBefore(long threshold) {
            settle();
            long last = Math.floorDiv(threshold, tickMillis);
            while (!far.isEmpty() && far.firstKey() <= last) {
                for (Cell cell = far.pollFirstEntry().getValue(); cell != null; cell = cell.before()) {
                    push(near, cell.time(), cell.time(), cell.keys());
                }
            }
            List<@Nullable Object> taken = new ArrayList<>();
            while (!near.isEmpty() && near.firstKey() < threshold) {
                for (Cell cell = near.pollFirstEntry().getValue(); cell != null; cell = cell.before()) {
                    for (Object key : cell.keys()) {
                        taken.add(key);
                    }
                }
            }
            size -= taken.size();
            return taken;
        }

        private void settle() {
            added.forEach((time, keys) -> {
                long tick = Math.floorDiv(time, tickMillis);
                push(far, tick, time, keys.toArray());
                size += keys.size();
            });
            added.clear();
        }

        private static void push(NavigableMap<Long, Cell> to, long place, long time, @Nullable Object[] keys) {
            to.put(place, new Cell(time, keys, to.get(place)));
        }

        /** The changed wheel. */
        public TimerWheel finish() {
            settle();
            return new TimerWheel(tickMillis, near, far, size);
        }
    }
}
