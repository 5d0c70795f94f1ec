package dev.millrace.state;

import org.jspecify.annotations.Nullable;

/**
 * Keys and values of one partition of a state. A key may be null, a value is not. A key comes with its hash, which is the same on
 * every JVM; its lowest seven bits are the key group. For one thread at a time.
 */
public interface StateTable {
    /** Number of keys. */
    int count();

    /** The value of a key; null when there is none. It must not be changed. */
    @Nullable
    Object get(int hash, @Nullable Object key);

    /** Puts or replaces. */
    void put(int hash, @Nullable Object key, @Nullable Object value);

    /** Takes a key out; has no effect when it is not there. */
    void remove(int hash, @Nullable Object key);

    /** Told that so many keys are about to be put. */
    default void reserve(int more) {}

    /** Rough size on the heap in bytes. */
    long heapBytes();

    /**
     * Tells all keys and values, in no order. The table must not change meanwhile.
     *
     * @param groups the key groups that are wanted; null for all
     */
    <E extends Exception> void forEach(boolean @Nullable [] groups, Visitor<E> visitor) throws E;

    /** Takes a key and its value. */
    @FunctionalInterface
    interface Visitor<E extends Exception> {
        void accept(int hash, @Nullable Object key, @Nullable Object value) throws E;
    }
}
