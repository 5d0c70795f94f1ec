package dev.millrace.rdd;

import dev.millrace.execution.StateChunk;
import java.io.Serializable;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What one batch does to the state of a partition. It has one object for all batches, by which the plan is found again. */
@FunctionalInterface
public interface StateFunction extends Serializable {
    /**
     * Applies a batch.
     *
     * @param state keys and values, which it changes
     * @param keys of the batch's records in this partition
     * @param values of these records, at the same places
     * @param count of the records
     * @param batchTime milliseconds since 1970
     * @return what the batch gives out
     */
    @Nullable
    Object[] apply(
            StateChunk.Editor state, @Nullable Object[] keys, @Nullable Object[] values, int count, long batchTime)
            throws Exception;

    /** Sees in what is kept for a key when that was put, in milliseconds; null when keys do not time out. */
    default @Nullable ToLongFunction<Object> time() {
        return null;
    }
}
