package dev.millrace.rdd;

import dev.millrace.execution.FlatTable;
import dev.millrace.execution.StateChunk;
import dev.millrace.execution.StateCodec;
import dev.millrace.state.StateTable;
import dev.millrace.state.StoredTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For each key group what the batch changed, or all of it where that is asked for, as bytes. Whole groups of a state that is not on the
 * heap come in several turns, each of which is bounded.
 */
final class StateChanges<T> extends Action<T, StateChanges.Turn> {
    private static final long serialVersionUID = 1L;

    /** What a partition has of a key group. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Group(int number, byte[] content) implements java.io.Serializable {}

    /**
     * What a partition has to say in one turn.
     *
     * @param next where the next turn goes on; {@link StoredTable#END} when there is none
     */
    record Turn(List<Group> groups, long next) implements java.io.Serializable {}

    /**
     * What is asked for.
     *
     * @param whole key groups to be written as a whole
     * @param from for each partition where it goes on; null in the first turn, in which it says what the batch changed, too
     * @param bytes about so many of whole groups, from each partition
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Question(int[] whole, long @Nullable [] from, long bytes) implements java.io.Serializable {}

    private final transient Question question;

    StateChanges(Question question) {
        this.question = question;
    }

    /** Keys and values of one group while they are collected. */
    private static final class Collected implements StateTable.Visitor<RuntimeException> {
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
    public Turn run(PartitionReader<T> partition, TaskContext task) throws Exception {
        StateChunk state = (StateChunk) partition.kept();
        Question asked = (Question) Objects.requireNonNull(task.services().argument());
        boolean[] whole = new boolean[StateCodec.GROUPS];
        for (int group : asked.whole()) {
            whole[group] = true;
        }
        long[] from = asked.from();
        Map<Integer, Collected> groups = new HashMap<>();
        long[] next = {StoredTable.END};
        state.read(contents -> {
            if (from == null) {
                collect(state.touched(), contents, whole, groups);
            }
            if (asked.whole().length > 0) {
                next[0] = contents.forEach(
                        whole,
                        from == null ? 0 : from[task.partitionId()],
                        asked.bytes(),
                        (hash, key, value) -> groups.computeIfAbsent(StateCodec.group(hash), unused -> new Collected())
                                .accept(hash, key, value));
            }
        });
        return new Turn(encoded(groups), next[0]);
    }

    private static void collect(
            FlatTable touched, StateChunk.Contents contents, boolean[] whole, Map<Integer, Collected> groups) {
        for (int slot = 0; slot < touched.capacity(); slot++) {
            int group = StateCodec.group(touched.hash(slot));
            if (touched.isUsed(slot) && !whole[group]) {
                Collected to = groups.computeIfAbsent(group, unused -> new Collected());
                Object value = contents.get(touched.hash(slot), touched.key(slot));
                if (value == null) {
                    to.removed.add(touched.key(slot));
                } else {
                    to.accept(touched.hash(slot), touched.key(slot), value);
                }
            }
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
        return question;
    }

    @Override
    public void key(PlanKey key) {
        key.value(StateChanges.class);
    }
}
