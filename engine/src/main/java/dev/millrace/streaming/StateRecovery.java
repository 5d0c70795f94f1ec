package dev.millrace.streaming;

import dev.millrace.checkpoint.CheckpointStore;
import dev.millrace.checkpoint.Progress;
import dev.millrace.checkpoint.StateContent;
import dev.millrace.checkpoint.StatePart;
import dev.millrace.execution.StateCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what each batch changes in the states of a graph, and gives them back after a restart. */
final class StateRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(StateRecovery.class);

    private final Map<String, StateDStream<?, ?, ?>> streams = new TreeMap<>();
    private final Map<String, GroupSizes> sizes = new TreeMap<>();

    /** @param snapshotInterval least time between two snapshots of a part of a state */
    StateRecovery(List<StateDStream<?, ?, ?>> streams, java.time.Duration snapshotInterval) {
        for (StateDStream<?, ?, ?> stream : streams) {
            this.streams.put(stream.uid(), stream);
            sizes.put(stream.uid(), new GroupSizes(StateCodec.GROUPS, snapshotInterval.toMillis()));
        }
    }

    /**
     * What is left of {@code progress} without the states that the program has no more.
     *
     * @throws dev.millrace.error.MillraceException CHECKPOINT naming them, unless they may go
     */
    Progress withoutVanished(Progress progress, boolean allowed) {
        Set<String> vanished = progress.operators();
        vanished.removeAll(streams.keySet());
        if (vanished.isEmpty()) {
            return progress;
        }
        if (!allowed) {
            throw Dropped.refuse("state of operators", vanished, streams.keySet());
        }
        LOG.atWarn()
                .addKeyValue("operators", vanished)
                .log("dropped from the checkpoint: the program has them no more");
        return progress.withoutOperators(vanished);
    }

    /**
     * Tells the streams where their state is.
     *
     * @param parts of the state that an earlier run has written
     * @param resumedAt the last batch that it has completed
     * @param committed waits until what is committed is all that came before a batch
     */
    void connect(CheckpointStore store, List<StatePart> parts, Time resumedAt, Consumer<Time> committed) {
        streams.forEach((uid, stream) -> stream.writtenDown(
                batch -> {
                    committed.accept(batch);
                    return read(store, uid);
                },
                resumedAt));
        sizes.forEach((uid, size) -> size.resume(
                parts.stream().filter(part -> part.operator().equals(uid)).toList(), resumedAt));
    }

    private static List<List<byte[]>> read(CheckpointStore store, String uid) {
        Map<Integer, List<byte[]>> groups = new TreeMap<>();
        for (StatePart part : store.state(uid)) {
            groups.computeIfAbsent(part.keyGroup(), unused -> new ArrayList<>()).add(store.read(part));
        }
        return new ArrayList<>(groups.values());
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    /** What a batch has changed. Runs a job for each state. */
    List<StateContent> changes(Time batch) {
        List<StateContent> contents = new ArrayList<>();
        streams.forEach((uid, stream) -> {
            GroupSizes size = java.util.Objects.requireNonNull(sizes.get(uid));
            if (!stream.isTimeOfOwn(batch)) {
                return;
            }
            int[] whole = size.due(batch);
            Map<Integer, byte[]> changes = stream.changes(batch, whole);
            for (int group : whole) {
                byte[] content = changes.getOrDefault(group, new byte[0]);
                contents.add(new StateContent(uid, group, StatePart.Kind.SNAPSHOT, content));
                size.snapshot(group, batch, content.length);
            }
            changes.forEach((group, content) -> {
                if (Arrays.binarySearch(whole, group) < 0) {
                    contents.add(new StateContent(uid, group, StatePart.Kind.CHANGES, content));
                    size.changes(group, content.length);
                }
            });
        });
        return contents;
    }
}
