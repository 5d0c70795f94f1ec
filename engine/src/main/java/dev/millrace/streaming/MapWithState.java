package dev.millrace.streaming;

import dev.millrace.execution.FlatTable;
import dev.millrace.execution.KeyHash;
import dev.millrace.execution.StateChunk;
import dev.millrace.execution.TimerWheel;
import dev.millrace.function.Function4;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.StateFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The function of mapWithState: looks at the keys that have a new value, and at those that time out. With a timeout a state is
 * kept as a pair of itself and the time of the last batch that had its key, in milliseconds.
 */
final class MapWithState<K, V, S, M> implements StateFunction {
    private static final long serialVersionUID = 1L;

    /** So many stale timers are never too many. */
    private static final long SLACK = 1 << 10;

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
        List<@Nullable Object> fresh = new ArrayList<>();
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
                if (slot < 0 && timeoutMillis > 0) {
                    fresh.add(keys[i]);
                }
                state.put(hash, keys[i], timeoutMillis > 0 ? new Tuple2<>(now, batchTime) : now);
            }
        }
        if (timeoutMillis > 0) {
            timeOut(state, fresh, time, shown, emitted);
        }
        return emitted.toArray();
    }

    private void timeOut(
            StateChunk.Editor state,
            List<@Nullable Object> fresh,
            Time time,
            State<S> shown,
            List<@Nullable Object> emitted)
            throws Exception {
        long threshold = time.milliseconds() - timeoutMillis;
        FlatTable table = state.table();
        TimerWheel timers = state.timers();
        if (timers == null || timers.size() > 2L * table.count() + SLACK) {
            timers = allOf(table); // the fresh ones among them
            fresh.clear();
        }
        if (fresh.isEmpty() && !timers.isDue(threshold)) {
            state.timers(timers);
            return;
        }
        TimerWheel.Turn turn = timers.turn();
        fresh.forEach(key -> turn.add(key, time.milliseconds()));
        for (Object key : turn.takeBefore(threshold)) {
            int hash = KeyHash.of(key);
            int slot = table.find(hash, key);
            if (slot >= 0) {
                long seen = seen(table, slot);
                if (seen >= threshold) {
                    turn.add(key, seen);
                } else {
                    shown.begin(unwrap(table.value(slot)), true);
                    function.call(time, asKey(key), Optional.empty(), shown).ifPresent(emitted::add);
                    state.remove(hash, key);
                }
            }
        }
        state.timers(turn.finish());
    }

    /** Made of all keys: at the first batch of a process, and when too much is in it of keys that were removed and came again. */
    private TimerWheel allOf(FlatTable table) {
        TimerWheel.Turn turn = TimerWheel.empty(timeoutMillis).turn();
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot)) {
                turn.add(table.key(slot), seen(table, slot));
            }
        }
        return turn.finish();
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // keys may be null
    private K asKey(@Nullable Object key) {
        return (K) key;
    }

    /** Time of the last batch that had the key. */
    private static long seen(FlatTable table, int slot) {
        return (Long) ((Tuple2<?, ?>) Objects.requireNonNull(table.value(slot)))._2();
    }
}
