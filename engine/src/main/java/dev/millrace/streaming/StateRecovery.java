package dev.millrace.streaming;

import dev.millrace.checkpoint.CheckpointStore;
import dev.millrace.checkpoint.Progress;
import dev.millrace.checkpoint.StateContent;
import dev.millrace.checkpoint.StatePart;
import dev.millrace.execution.StateCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                    return new StateDStream.Pieces(store.state(uid), store::read);
                },
                resumedAt));
        sizes.forEach((uid, size) -> size.resume(
                parts.stream().filter(part -> part.operator().equals(uid)).toList(), resumedAt));
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    /** Writes down what a batch has changed, and says where that is. Runs jobs for each state. */
    List<StatePart> write(Time batch, CheckpointStore store) {
        Writer writer = new Writer(store);
        streams.forEach((uid, stream) -> {
            if (stream.isTimeOfOwn(batch)) {
                write(uid, stream, batch, writer);
            }
        });
        return writer.finish();
    }

    private void write(String uid, StateDStream<?, ?, ?> stream, Time batch, Writer writer) {
        GroupSizes size = Objects.requireNonNull(sizes.get(uid));
        int[] whole = size.due(batch);
        Set<Integer> begun = new HashSet<>();
        stream.changes(batch, whole, pieces -> {
            if (!begun.isEmpty()) {
                writer.flush(); // there is no end to it yet
            }
            pieces.forEach((group, content) -> {
                if (Arrays.binarySearch(whole, group) < 0) {
                    writer.add(new StateContent(uid, group, StatePart.Kind.CHANGES, content));
                    size.changes(group, content.length);
                } else if (begun.add(group)) {
                    writer.add(new StateContent(uid, group, StatePart.Kind.SNAPSHOT, content));
                    size.snapshot(group, batch, content.length);
                } else {
                    writer.add(new StateContent(uid, group, StatePart.Kind.CHANGES, content));
                    size.more(group, content.length);
                }
            });
        });
        for (int group : whole) {
            if (begun.add(group)) {
                writer.add(new StateContent(uid, group, StatePart.Kind.SNAPSHOT, new byte[0]));
                size.snapshot(group, batch, 0);
            }
        }
    }

    /** Writes pieces: all at once, but where they come in several turns, so that no more than one is in memory. */
    private static final class Writer {
        private final CheckpointStore store;
        private final List<StatePart> parts = new ArrayList<>();
        private final List<StateContent> waiting = new ArrayList<>();

        Writer(CheckpointStore store) {
            this.store = store;
        }

        void add(StateContent content) {
            waiting.add(content);
        }

        void flush() {
            if (!waiting.isEmpty()) {
                parts.addAll(store.write(List.copyOf(waiting)));
                waiting.clear();
            }
        }

        List<StatePart> finish() {
            flush();
            return parts;
        }
    }
}
