package dev.millrace.streaming;

import dev.millrace.execution.FlatTable;
import dev.millrace.execution.KeyHash;
import dev.millrace.execution.StateChunk;
import dev.millrace.function.Function2;
import dev.millrace.rdd.StateFunction;
import dev.millrace.state.StateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The function of updateStateByKey: looks at every key that has a state or a new value, in every batch. */
final class UpdateByKey<V, S> implements StateFunction {
    private static final long serialVersionUID = 1L;

    private final Function2<List<V>, Optional<S>, Optional<S>> update;

    UpdateByKey(Function2<List<V>, Optional<S>, Optional<S>> update) {
        this.update = update;
    }

    /** A key whose state changes. */
    private record Change(
            int hash, @Nullable Object key, @Nullable Object value) {}

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object[] apply(
            StateChunk.Editor state, @Nullable Object[] keys, @Nullable Object[] values, int count, long batchTime)
            throws Exception {
        FlatTable fresh = new FlatTable(64);
        for (int i = 0; i < count; i++) {
            int hash = KeyHash.of(keys[i]);
            int slot = fresh.find(hash, keys[i]);
            if (slot < 0) {
                List<Object> list = new ArrayList<>(2);
                fresh.put(hash, keys[i], list);
                slot = fresh.find(hash, keys[i]);
            }
            ((List<@Nullable Object>) Objects.requireNonNull(fresh.value(slot))).add(values[i]);
        }
        List<Change> changes = new ArrayList<>();
        StateTable table = state.table();
        table.forEach(null, (hash, key, value) -> {
            int at = fresh.find(hash, key);
            List<V> news = at < 0 ? List.of() : (List<V>) Objects.requireNonNull(fresh.value(at));
            Object before = Objects.requireNonNull(value);
            Object after = update.call(news, Optional.of((S) before)).orElse(null);
            if (at >= 0 || !before.equals(after)) {
                changes.add(new Change(hash, key, after));
            }
        });
        for (int slot = 0; slot < fresh.capacity(); slot++) {
            if (fresh.isUsed(slot) && table.get(fresh.hash(slot), fresh.key(slot)) == null) {
                List<V> news = (List<V>) Objects.requireNonNull(fresh.value(slot));
                Object after = update.call(news, Optional.empty()).orElse(null);
                changes.add(new Change(fresh.hash(slot), fresh.key(slot), after));
            }
        }
        for (Change change : changes) {
            if (change.value() == null) {
                state.remove(change.hash(), change.key());
            } else {
                state.put(change.hash(), change.key(), change.value());
            }
        }
        return new @Nullable Object[0];
    }
}
