package dev.millrace.streaming;

import dev.millrace.execution.KeyHash;
import dev.millrace.execution.StateChunk;
import dev.millrace.execution.TimerWheel;
import dev.millrace.function.Function4;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.StateFunction;
import dev.millrace.state.StateTable;
import dev.millrace.state.StoredTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The function of mapWithState: looks at the keys that have a new value, and at those that time out. With a timeout a state is
 * kept as a pair of itself and the time of the last batch that had its key, in milliseconds.
 */
final class MapWithState<K, V, S, M> implements StateFunction {
    private static final long serialVersionUID = 1L;

    /** So many stale timers are never too many. */
    private static final long SLACK = 1 << 10;

    /** So many keys that may have timed out are in memory at the same time. */
    private static final int AT_A_TIME = 1 << 10;

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
        StateTable table = state.table();
        for (int i = 0; i < count; i++) {
            int hash = KeyHash.of(keys[i]);
            Object before = table.get(hash, keys[i]);
            shown.begin(unwrap(before), false);
            function.call(time, (K) keys[i], Optional.ofNullable((V) values[i]), shown)
                    .ifPresent(emitted::add);
            if (shown.isRemoved()) {
                state.remove(hash, keys[i]);
            } else if (shown.isUpdated() || (timeoutMillis > 0 && shown.exists())) {
                S now = shown.get();
                if (before == null && timeoutMillis > 0) {
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
        StateTable table = state.table();
        if (table instanceof StoredTable stored) {
            timeOutStored(state, stored, threshold, time, shown, emitted);
            return;
        }
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
            Object kept = table.get(hash, key);
            if (kept != null) {
                long seen = seen(kept);
                if (seen >= threshold) {
                    turn.add(key, seen);
                } else {
                    end(state, hash, key, kept, time, shown, emitted);
                }
            }
        }
        state.timers(turn.finish());
    }

    /** A stored table knows itself when its keys were seen. */
    private void timeOutStored(
            StateChunk.Editor state,
            StoredTable table,
            long threshold,
            Time time,
            State<S> shown,
            List<@Nullable Object> emitted)
            throws Exception {
        List<@Nullable Object> keys;
        do {
            keys = table.takeBefore(threshold, AT_A_TIME);
            for (Object key : keys) {
                int hash = KeyHash.of(key);
                Object kept = table.get(hash, key);
                if (kept != null && seen(kept) < threshold) {
                    end(state, hash, key, kept, time, shown, emitted);
                }
            }
        } while (!keys.isEmpty());
    }

    private void end(
            StateChunk.Editor state,
            int hash,
            @Nullable Object key,
            Object kept,
            Time time,
            State<S> shown,
            List<@Nullable Object> emitted)
            throws Exception {
        shown.begin(unwrap(kept), true);
        function.call(time, asKey(key), Optional.empty(), shown).ifPresent(emitted::add);
        state.remove(hash, key);
    }

    /** Made of all keys: at the first batch of a process, and when too much is in it of keys that were removed and came again. */
    private TimerWheel allOf(StateTable table) {
        TimerWheel.Turn turn = TimerWheel.empty(timeoutMillis).turn();
        table.forEach(null, (hash, key, kept) -> turn.add(key, seen(kept)));
        return turn.finish();
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // keys may be null
    private K asKey(@Nullable Object key) {
        return (K) key;
    }

    @Override
    public @Nullable ToLongFunction<Object> time() {
        return timeoutMillis > 0 ? MapWithState::seen : null;
    }

    /** Time of the last batch that had the key. */
    private static long seen(@Nullable Object kept) {
        return (Long) ((Tuple2<?, ?>) Objects.requireNonNull(kept))._2();
    }
}
