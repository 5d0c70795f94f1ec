package dev.millrace.streaming;

import dev.millrace.execution.FlatTable;
import dev.millrace.execution.KeyHash;
import dev.millrace.execution.StateChunk;
import dev.millrace.function.Function4;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.StateFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The function of mapWithState: looks at the keys that have a new value, and at those that time out. With a timeout a state is
 * kept as a pair of itself and the time of the last batch that had its key, in milliseconds.
 */
final class MapWithState<K, V, S, M> implements StateFunction {
    private static final long serialVersionUID = 1L;

    private final Function4<Time, K, Optional<V>, State<S>, Optional<M>> function;
    /** 0 for never. */
    private final long timeoutMillis;

    MapWithState(Function4<Time, K, Optional<V>, State<S>, Optional<M>> function, long timeoutMillis) {
        this.function = function;
        this.timeoutMillis = timeoutMillis;
    }

    /** The state itself, as kept in the table. */
    @SuppressWarnings("unchecked")
    private @Nullable S unwrap(@Nullable Object kept) {
        if (timeoutMillis == 0 || kept == null) {
            return (S) kept;
        }
        return ((Tuple2<S, Long>) kept)._1();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // keys and values may be null
    public @Nullable Object[] apply(
            StateChunk.Editor state, @Nullable Object[] keys, @Nullable Object[] values, int count, long batchTime)
            throws Exception {
        Time time = new Time(batchTime);
        List<@Nullable Object> emitted = new ArrayList<>(count);
        State<S> shown = new State<>();
        FlatTable table = state.table();
        for (int i = 0; i < count; i++) {
            int hash = KeyHash.of(keys[i]);
            int slot = table.find(hash, keys[i]);
            shown.begin(slot < 0 ? null : unwrap(table.value(slot)), false);
            function.call(time, (K) keys[i], Optional.ofNullable((V) values[i]), shown)
                    .ifPresent(emitted::add);
            if (shown.isRemoved()) {
                state.remove(hash, keys[i]);
            } else if (shown.isUpdated() || (timeoutMillis > 0 && shown.exists())) {
                S now = shown.get();
                state.put(hash, keys[i], timeoutMillis > 0 ? new Tuple2<>(now, batchTime) : now);
            }
        }
        if (timeoutMillis > 0) {
            timeOut(state, time, shown, emitted);
        }
        return emitted.toArray();
    }

    /** The mark of the state is a time that no key is older than, so that most batches need not look for those that are. */
    @SuppressWarnings("unchecked")
    private void timeOut(StateChunk.Editor state, Time time, State<S> shown, List<@Nullable Object> emitted)
            throws Exception {
        long threshold = time.milliseconds() - timeoutMillis;
        if (state.mark() >= threshold) {
            return;
        }
        long oldest = time.milliseconds();
        List<@Nullable Object> idle = new ArrayList<>();
        FlatTable table = state.table();
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot)) {
                Tuple2<S, Long> kept = (Tuple2<S, Long>) java.util.Objects.requireNonNull(table.value(slot));
                if (kept._2() < threshold) {
                    idle.add(table.key(slot));
                } else {
                    oldest = Math.min(oldest, kept._2());
                }
            }
        }
        state.mark(oldest);
        for (Object key : idle) {
            int hash = KeyHash.of(key);
            shown.begin(unwrap(table.value(table.find(hash, key))), true);
            function.call(time, (K) key, Optional.empty(), shown).ifPresent(emitted::add);
            state.remove(hash, key);
        }
    }
}
