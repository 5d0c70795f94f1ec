package dev.millrace.rdd;

import dev.millrace.execution.FlatTable;
import dev.millrace.execution.StateChunk;
import dev.millrace.execution.StateCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For each key group what the batch changed, or all of it where that is asked for, as bytes. */
final class StateChanges<T> extends Action<T, List<StateChanges.Group>> {
    private static final long serialVersionUID = 1L;

    /** What a partition has of a key group. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Group(int number, byte[] content) implements java.io.Serializable {}

    private final transient int[] whole;

    /** @param whole key groups to be written as a whole */
    StateChanges(int[] whole) {
        this.whole = whole;
    }

    /** Keys and values of one group while they are collected. */
    private static final class Collected implements StateChunk.Contents.Visitor {
        private final List<@Nullable Object> keys = new ArrayList<>();
        private final List<@Nullable Object> values = new ArrayList<>();
        private final List<@Nullable Object> removed = new ArrayList<>();

        @Override
        public void accept(int hash, @Nullable Object key, @Nullable Object value) {
            keys.add(key);
            values.add(value);
        }
    }

    @Override
    public List<Group> run(PartitionReader<T> partition, TaskContext task) throws Exception {
        StateChunk state = (StateChunk) partition.kept();
        int[] asWhole = (int[]) java.util.Objects.requireNonNull(task.services().argument());
        boolean[] all = new boolean[StateCodec.GROUPS];
        for (int group : asWhole) {
            all[group] = true;
        }
        Map<Integer, Collected> groups = new HashMap<>();
        state.read(contents -> collect(state.touched(), contents, all, asWhole.length > 0, groups));
        return encoded(groups);
    }

    private static void collect(
            FlatTable touched,
            StateChunk.Contents contents,
            boolean[] whole,
            boolean isAnyWhole,
            Map<Integer, Collected> groups) {
        for (int slot = 0; slot < touched.capacity(); slot++) {
            int group = StateCodec.group(touched.hash(slot));
            if (touched.isUsed(slot) && !whole[group]) {
                Collected to = groups.computeIfAbsent(group, unused -> new Collected());
                if (!contents.find(touched.hash(slot), touched.key(slot), to)) {
                    to.removed.add(touched.key(slot));
                }
            }
        }
        if (isAnyWhole) {
            contents.forEach(
                    whole,
                    (hash, key, value) -> groups.computeIfAbsent(StateCodec.group(hash), unused -> new Collected())
                            .accept(hash, key, value));
        }
    }

    private static List<Group> encoded(Map<Integer, Collected> groups) {
        StateCodec codec = new StateCodec(Thread.currentThread().getContextClassLoader());
        List<Group> encoded = new ArrayList<>(groups.size());
        groups.forEach((group, content) -> encoded.add(new Group(
                group, codec.write(content.keys.toArray(), content.values.toArray(), content.removed.toArray()))));
        return encoded;
    }

    @Override
    public Object argument() {
        return whole;
    }

    @Override
    public void key(PlanKey key) {
        key.value(StateChanges.class);
    }
}
