package dev.millrace.execution;

import dev.millrace.function.Tuple2;
import org.jspecify.annotations.Nullable;

/**
 * Where a fused loop puts its records. Operations wrap the sink of their child in one of their own, so that a stage is
 * one loop at its source and nested calls from there on. Used by one task on one thread.
 *
 * <p>Keyed records travel as key and value ({@link #acceptPair}) as long as no function wants to see the pair.
 */
public abstract class Sink<T> {
    public abstract void accept(T record) throws Exception;

    /** Same as {@link #accept} of the pair; only for sinks of pairs. */
    @SuppressWarnings({"unchecked", "NullAway"}) // keys and values may be null
    public void acceptPair(@Nullable Object key, @Nullable Object value) throws Exception {
        accept((T) new Tuple2<>(key, value));
    }

    /**
     * Accepts {@code records[from]} to {@code records[to - 1]} in order. Every subclass has this loop itself: a loop in
     * a shared class would call {@link #accept} through a profile that all chains pollute.
     */
    public abstract void acceptAll(@Nullable Object[] records, int from, int to) throws Exception;

    /** Whether further records would change nothing; a source may then stop early. */
    public boolean isFull() {
        return false;
    }
}
