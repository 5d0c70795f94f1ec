package dev.millrace.execution;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import org.jspecify.annotations.Nullable;

/** Template: the probing loop of a hash aggregation. */
final class CombineSink<K, V, C> extends CombiningSink<K, V> {
    private final @Nullable Function<V, C> create;
    private final Function2<C, V, C> combine;
    private final KeyPartitioner partitioner;
    private final FlatTable[] tables;
    private final boolean single;
    private final boolean existingOnly;

    /**
     * @param create what a key's first value becomes; null when it stays as it is
     * @param existingOnly whether a key that is in no table yet is an error
     */
    CombineSink(
            @Nullable Function<V, C> create,
            Function2<C, V, C> combine,
            KeyPartitioner partitioner,
            FlatTable[] tables,
            Boolean existingOnly) {
        this.create = create;
        this.combine = combine;
        this.partitioner = partitioner;
        this.tables = tables;
        this.single = tables.length == 1;
        this.existingOnly = existingOnly;
    }

    @Override
    public void accept(Tuple2<K, V> pair) throws Exception {
        acceptPair(pair._1(), pair._2());
    }

    @Override
    public void acceptPair(@Nullable Object key, @Nullable Object value) throws Exception {
        int hash = KeyHash.of(key);
        put(tables[single ? 0 : partitioner.partition(key, hash)], hash, key, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            accept((Tuple2<K, V>) records[i]);
        }
    }

    @Override
    public void mergeTable(FlatTable source) throws Exception {
        FlatTable table = tables[0];
        @Nullable Object[] keys = source.keys;
        int[] hashes = source.hashes;
        for (int slot = 0; slot < hashes.length; slot++) {
            Object key = keys[slot];
            if (key != null) {
                put(table, hashes[slot], key == FlatTable.NULL_KEY ? null : key, source.value(slot));
            }
        }
    }

    @Override
    public void mergePairs(PairChunk source) throws Exception {
        FlatTable table = tables[0];
        for (int i = 0; i < source.count(); i++) {
            put(table, source.hashes()[i], source.keys()[i], source.values()[i]);
        }
    }

    private void put(FlatTable table, int hash, @Nullable Object key, @Nullable Object value) throws Exception {
        Object wanted = key == null ? FlatTable.NULL_KEY : key;
        @Nullable Object[] keys = table.keys;
        int[] hashes = table.hashes;
        int mask = table.mask;
        for (int slot = table.home(hash); ; slot = (slot + 1) & mask) {
            Object found = keys[slot];
            if (found == null) {
                insert(table, hash, key, value);
                return;
            }
            if (hashes[slot] == hash && (found == wanted || wanted.equals(found))) {
                update(table, slot, value);
                return;
            }
        }
    }

    /**
     * Combines a value into a slot. The boxes of a lane's values do not leave this method, so the compiler does without
     * them; the C2 of JDK 17 sees that for a constructor, but not for {@code valueOf} (measured: 0 and 16 bytes a call).
     */
    @SuppressWarnings({"unchecked", "removal", "BoxedPrimitiveConstructor", "UnnecessaryBoxedVariable", "NullAway"})
    private void update(FlatTable table, int slot, @Nullable Object value) throws Exception {
        if (table.kind == FlatTable.INTEGERS) {
            Object combined = combine.call((C) (Object) new Integer((int) table.lane[slot]), (V) value);
            if (combined instanceof Integer number) {
                table.lane[slot] = number;
            } else {
                table.setValue(slot, combined);
            }
        } else if (table.kind == FlatTable.LONGS) {
            Object combined = combine.call((C) (Object) new Long(table.lane[slot]), (V) value);
            if (combined instanceof Long number) {
                table.lane[slot] = number;
            } else {
                table.setValue(slot, combined);
            }
        } else {
            Object old = table.values[slot];
            Object combined = combine.call((C) old, (V) value);
            if (combined != old) {
                table.values[slot] = combined;
            }
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // values may be null
    private void insert(FlatTable table, int hash, @Nullable Object key, @Nullable Object value) throws Exception {
        if (existingOnly) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "the inverse function is asked to take away key \"" + key
                            + "\", which is not in the window: equals and hashCode of the key must not change, and the"
                            + " filter must only drop keys whose value says that nothing is left");
        }
        table.insert(hash, key, create == null ? value : create.call((V) value));
    }

    @Override
    public FlatTable[] tables() {
        return tables;
    }
}
