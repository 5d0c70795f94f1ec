package dev.millrace.execution;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.state.StateTable;
import org.jspecify.annotations.Nullable;

/**
 * Open-addressing hash table of keys and values without entry objects.
 *
 * <pre>
 *   hashes  [ h0 | h1 | h2 | ... ]   KeyHash of the key in the slot
 *   keys    [ k0 | k1 | k2 | ... ]   null = slot is free; a null key is stored as NULL_KEY
 *   values  [ v0 | v1 | v2 | ... ]   or lane [ n0 | n1 | n2 | ... ] while all values are Integers, or all Longs
 * </pre>
 *
 * <p>A table starts with the lane when its first value is an Integer or a Long, and moves to objects when another value
 * comes: sums and counts then need no object for each change.
 *
 * <p>The arrays are open to the loops of this package, which probe them in code of their own so that the calls of
 * {@code equals} and of the user's functions stay monomorphic. Linear probing; at most two thirds full. Not thread-safe
 * while it changes; a table that has been handed on does not change any more.
 */
public final class FlatTable implements Chunk, StateTable {
    static final Object NULL_KEY = new Object();

    /** Values are objects. */
    static final int OBJECTS = 0;

    /** All values are Integers, in the lane. */
    static final int INTEGERS = 1;

    /** All values are Longs, in the lane. */
    static final int LONGS = 2;

    private static final int MINIMUM = 16;
    private static final int MAXIMUM = 1 << 30; // the largest array whose length is a power of two
    private static final int GOLDEN = 0x9E3779B9;
    private static final long[] NO_LANE = {};
    private static final @Nullable Object[] NO_VALUES = {};

    int[] hashes;

    @Nullable
    Object[] keys;

    @Nullable
    Object[] values;

    long[] lane;
    int kind;
    int size;
    int limit;
    int shift;
    int mask;

    /** A table that takes {@code expected} keys without growing. */
    public FlatTable(int expected) {
        int capacity = capacityFor(expected, MINIMUM);
        this.hashes = new int[capacity];
        this.keys = new @Nullable Object[capacity];
        this.values = NO_VALUES;
        this.lane = NO_LANE;
        adopt(capacity);
    }

    private FlatTable(FlatTable source) {
        this.hashes = source.hashes.clone();
        this.keys = source.keys.clone();
        this.values = source.values.clone();
        this.lane = source.lane.clone();
        this.kind = source.kind;
        this.size = source.size;
        adopt(hashes.length);
    }

    private void adopt(int capacity) {
        this.mask = capacity - 1;
        this.shift = Integer.numberOfLeadingZeros(mask);
        this.limit = (int) (capacity * 2L / 3);
    }

    private static int capacityFor(long expected, int least) {
        int capacity = least;
        while (capacity * 2L < expected * 3L) {
            capacity = twice(capacity);
        }
        return capacity;
    }

    /**
     * Lets the table take {@code more} keys without growing. Keys that come out of a table are in the order of their homes: put into
     * one that has yet to grow, they would all crowd at its one end, and probes have no end.
     */
    @Override
    public void reserve(int more) {
        int capacity = capacityFor((long) size + more, keys.length);
        if (capacity > keys.length) {
            grow(capacity);
        }
    }

    /** A copy with arrays of its own and the same keys and values. */
    public FlatTable copy() {
        return new FlatTable(this);
    }

    @Override
    public int count() {
        return size;
    }

    int home(int hash) {
        return (hash * GOLDEN) >>> shift;
    }

    /** Number of slots; {@link #isUsed} says which hold a key. */
    public int capacity() {
        return hashes.length;
    }

    public boolean isUsed(int slot) {
        return keys[slot] != null;
    }

    public @Nullable Object key(int slot) {
        Object key = keys[slot];
        return key == NULL_KEY ? null : key;
    }

    /** The value of a slot that is used. */
    public @Nullable Object value(int slot) {
        return switch (kind) {
            case INTEGERS -> (int) lane[slot];
            case LONGS -> lane[slot];
            default -> values[slot];
        };
    }

    public int hash(int slot) {
        return hashes[slot];
    }

    /** Sets the value of a slot that is used. */
    public void setValue(int slot, @Nullable Object value) {
        if (kind == INTEGERS && value instanceof Integer number) {
            lane[slot] = number;
        } else if (kind == LONGS && value instanceof Long number) {
            lane[slot] = number;
        } else {
            toObjects();
            values[slot] = value;
        }
    }

    /** Moves the values from the lane to objects, if they are there. */
    private void toObjects() {
        if (kind == OBJECTS && values.length == keys.length) {
            return;
        }
        @Nullable Object[] objects = new @Nullable Object[keys.length];
        if (kind != OBJECTS) {
            for (int slot = 0; slot < keys.length; slot++) {
                if (keys[slot] != null) {
                    objects[slot] = value(slot);
                }
            }
        }
        values = objects;
        lane = NO_LANE;
        kind = OBJECTS;
    }

    /** The slot of the key, or -1. */
    public int find(int hash, @Nullable Object key) {
        Object wanted = key == null ? NULL_KEY : key;
        for (int slot = home(hash); ; slot = (slot + 1) & mask) {
            Object found = keys[slot];
            if (found == null) {
                return -1;
            }
            if (hashes[slot] == hash && (found == wanted || wanted.equals(found))) {
                return slot;
            }
        }
    }

    /** Puts a key that is not in the table yet; returns its slot. */
    int insert(int hash, @Nullable Object key, @Nullable Object value) {
        KeyHash.check(key);
        if (size >= limit) {
            grow(twice(keys.length));
        }
        if (size == 0) {
            choose(value);
        }
        int slot = free(hash);
        hashes[slot] = hash;
        keys[slot] = key == null ? NULL_KEY : key;
        size++;
        setValue(slot, value);
        return slot;
    }

    /** Where values go, by the first of them. */
    private void choose(@Nullable Object first) {
        if (first instanceof Integer || first instanceof Long) {
            kind = first instanceof Integer ? INTEGERS : LONGS;
            lane = new long[keys.length];
            values = NO_VALUES;
        } else {
            kind = OBJECTS;
            lane = NO_LANE;
            values = new @Nullable Object[keys.length];
        }
    }

    @Override
    public @Nullable Object get(int hash, @Nullable Object key) {
        int slot = find(hash, key);
        return slot < 0 ? null : value(slot);
    }

    /** Puts or replaces. */
    @Override
    public void put(int hash, @Nullable Object key, @Nullable Object value) {
        int slot = find(hash, key);
        if (slot < 0) {
            insert(hash, key, value);
        } else {
            setValue(slot, value);
        }
    }

    @Override
    public void remove(int hash, @Nullable Object key) {
        int slot = find(hash, key);
        if (slot >= 0) {
            removeAt(slot);
        }
    }

    /** Takes the key of a slot out and moves the keys behind it up, so that no marker of a deleted key is needed. */
    public void removeAt(int slot) {
        int hole = slot;
        for (int next = (hole + 1) & mask; keys[next] != null; next = (next + 1) & mask) {
            int distance = (next - home(hashes[next])) & mask;
            if (distance >= ((next - hole) & mask)) {
                move(hashes, keys, values, lane, next, hole);
                hole = next;
            }
        }
        keys[hole] = null;
        if (kind == OBJECTS) {
            values[hole] = null;
        }
        size--;
    }

    @Override
    public long heapBytes() {
        return SizeEstimate.of(this);
    }

    @Override
    public <E extends Exception> void forEach(boolean @Nullable [] groups, Visitor<E> visitor) throws E {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != null && (groups == null || groups[StateCodec.group(hashes[slot])])) {
                visitor.accept(hashes[slot], key(slot), value(slot));
            }
        }
    }

    private void move(
            int[] fromHashes,
            @Nullable Object[] fromKeys,
            @Nullable Object[] fromValues,
            long[] fromLane,
            int from,
            int to) {
        hashes[to] = fromHashes[from];
        keys[to] = fromKeys[from];
        if (kind == OBJECTS) {
            values[to] = fromValues[from];
        } else {
            lane[to] = fromLane[from];
        }
    }

    private static int twice(int capacity) {
        if (capacity >= MAXIMUM) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "one partition has more than " + MAXIMUM * 2L / 3
                            + " different keys: use more partitions, so that each has fewer");
        }
        return capacity << 1;
    }

    private int free(int hash) {
        int slot = home(hash);
        while (keys[slot] != null) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow(int capacity) {
        int[] oldHashes = hashes;
        @Nullable Object[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        long[] oldLane = lane;
        hashes = new int[capacity];
        keys = new @Nullable Object[capacity];
        if (size > 0 && kind == OBJECTS) {
            values = new @Nullable Object[capacity];
        } else if (size > 0) {
            lane = new long[capacity];
        }
        adopt(capacity);
        for (int slot = 0; slot < oldHashes.length; slot++) {
            if (oldKeys[slot] != null) {
                move(oldHashes, oldKeys, oldValues, oldLane, slot, free(oldHashes[slot]));
            }
        }
    }

    @Override
    public Flow open(Sink<?> sink) {
        return new Flow() {
            private int next;

            @Override
            public boolean advance() throws Exception {
                int to = Math.min(capacity(), next + CHUNK);
                boolean any = to > next;
                for (int slot = next; slot < to; slot++) {
                    if (isUsed(slot)) {
                        sink.acceptPair(key(slot), value(slot));
                    }
                }
                next = to;
                return any;
            }
        };
    }
}
