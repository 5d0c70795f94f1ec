package dev.millrace.execution;

import org.jspecify.annotations.Nullable;

/**
 * Open-addressing hash table of keys and values without entry objects.
 *
 * <pre>
 *   hashes  [ h0 | h1 | h2 | ...         ]   KeyHash of the key in the slot
 *   slots   [ k0 v0 | k1 v1 | k2 v2 | ...]   key null = slot is free; a null key is stored as NULL_KEY
 * </pre>
 *
 * <p>The arrays are open to the loops of this package, which probe them in code of their own so that the calls of
 * {@code equals} and of the user's functions stay monomorphic. Linear probing; at most two thirds full. Not thread-safe
 * while it changes; a table that has been handed on does not change any more.
 */
public final class FlatTable implements Chunk {
    static final Object NULL_KEY = new Object();
    private static final int MINIMUM = 16;
    private static final int GOLDEN = 0x9E3779B9;

    int[] hashes;

    @Nullable
    Object[] slots;

    int size;
    int limit;
    int shift;
    int mask;

    /** A table that takes {@code expected} keys without growing. */
    public FlatTable(int expected) {
        int capacity = MINIMUM;
        while (capacity * 2L < expected * 3L) {
            capacity <<= 1;
        }
        this.hashes = new int[capacity];
        this.slots = new @Nullable Object[capacity * 2];
        adopt(capacity);
    }

    private FlatTable(FlatTable source) {
        this.hashes = source.hashes.clone();
        this.slots = source.slots.clone();
        this.size = source.size;
        adopt(hashes.length);
    }

    private void adopt(int capacity) {
        this.mask = capacity - 1;
        this.shift = Integer.numberOfLeadingZeros(mask);
        this.limit = (int) (capacity * 2L / 3);
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
        return slots[2 * slot] != null;
    }

    public @Nullable Object key(int slot) {
        Object key = slots[2 * slot];
        return key == NULL_KEY ? null : key;
    }

    public @Nullable Object value(int slot) {
        return slots[2 * slot + 1];
    }

    public int hash(int slot) {
        return hashes[slot];
    }

    public void setValue(int slot, @Nullable Object value) {
        slots[2 * slot + 1] = value;
    }

    /** The slot of the key, or -1. */
    public int find(int hash, @Nullable Object key) {
        Object wanted = key == null ? NULL_KEY : key;
        for (int slot = home(hash); ; slot = (slot + 1) & mask) {
            Object found = slots[2 * slot];
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
            grow();
        }
        int slot = free(hash);
        hashes[slot] = hash;
        slots[2 * slot] = key == null ? NULL_KEY : key;
        slots[2 * slot + 1] = value;
        size++;
        return slot;
    }

    /** Puts or replaces. */
    public void put(int hash, @Nullable Object key, @Nullable Object value) {
        int slot = find(hash, key);
        if (slot < 0) {
            insert(hash, key, value);
        } else {
            setValue(slot, value);
        }
    }

    /** Takes the key of a slot out and moves the keys behind it up, so that no marker of a deleted key is needed. */
    public void removeAt(int slot) {
        int hole = slot;
        for (int next = (hole + 1) & mask; slots[2 * next] != null; next = (next + 1) & mask) {
            int distance = (next - home(hashes[next])) & mask;
            if (distance >= ((next - hole) & mask)) {
                hashes[hole] = hashes[next];
                slots[2 * hole] = slots[2 * next];
                slots[2 * hole + 1] = slots[2 * next + 1];
                hole = next;
            }
        }
        slots[2 * hole] = null;
        slots[2 * hole + 1] = null;
        size--;
    }

    private int free(int hash) {
        int slot = home(hash);
        while (slots[2 * slot] != null) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldHashes = hashes;
        @Nullable Object[] oldSlots = slots;
        int capacity = Math.multiplyExact(oldHashes.length, 2);
        hashes = new int[capacity];
        slots = new @Nullable Object[Math.multiplyExact(capacity, 2)];
        adopt(capacity);
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldSlots[2 * i] != null) {
                int slot = free(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                slots[2 * slot] = oldSlots[2 * i];
                slots[2 * slot + 1] = oldSlots[2 * i + 1];
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
