package dev.millrace.streaming;

import dev.millrace.checkpoint.CheckpointStore;
import dev.millrace.checkpoint.PartialContent;
import dev.millrace.checkpoint.Progress;
import dev.millrace.checkpoint.StatePart;
import dev.millrace.checkpoint.WindowPartial;
import dev.millrace.checkpoint.WindowPartials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what the windows of a graph are made of, batch by batch, and gives it back after a restart. */
final class WindowRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(WindowRecovery.class);

    /** What waits to be written together; a batch rarely has more. */
    private static final long BYTES_AT_ONCE = 4 << 20;

    private final Map<String, PartialsDStream<?, ?>> streams = new TreeMap<>();

    WindowRecovery(List<PartialsDStream<?, ?>> streams) {
        for (PartialsDStream<?, ?> stream : streams) {
            this.streams.put(stream.operator(), stream);
            stream.writeDown();
        }
    }

    /** Whether no window reaches back beyond the batch that it comes with. */
    boolean isEmpty() {
        return streams.values().stream().noneMatch(PartialsDStream::isWrittenDown);
    }

    /**
     * What is left of {@code progress} without the windows that the program has no more.
     *
     * @throws dev.millrace.error.MillraceException CHECKPOINT naming them, unless they may go
     */
    Progress withoutVanished(Progress progress, boolean allowed) {
        Set<String> vanished = progress.windowOperators();
        vanished.removeAll(streams.keySet());
        if (vanished.isEmpty()) {
            return progress;
        }
        if (!allowed) {
            throw Dropped.refuse("windows", vanished, streams.keySet());
        }
        LOG.atWarn().addKeyValue("windows", vanished).log("dropped from the checkpoint: the program has them no more");
        return progress.withoutWindows(vanished);
    }

    /** Tells the streams what an earlier run has written. */
    void resume(Progress progress) {
        if (progress.commit().isEmpty()) {
            return;
        }
        Time lastCommit = new Time(progress.commit().get().batchTime());
        Map<String, WindowPartials> found = new HashMap<>();
        progress.windows().ifPresent(windows -> windows.forEach(window -> found.put(window.operator(), window)));
        boolean ofRanges = progress.windows().isEmpty() && !progress.batches().isEmpty();
        Time known = new Time(ofRanges ? progress.batches().firstKey() : Long.MAX_VALUE);
        streams.forEach((uid, stream) -> {
            int unknown = stream.resume(found.get(uid), lastCommit, known, new Time(progress.zeroTime()));
            if (unknown > 0) {
                LOG.atWarn()
                        .addKeyValue("window", uid)
                        .addKeyValue("batches", unknown)
                        .log(
                                "the window is new, longer than it was, or has another slide before it: what came earlier is"
                                        + " not in the checkpoint, and it begins without");
            }
        });
    }

    /** Writes down what windows after a batch are made of, as far as that is not done, and says where it is. Runs jobs. */
    List<WindowPartials> write(Time batch, CheckpointStore store) {
        Writer writer = new Writer(store);
        Map<String, Map<Time, List<StatePart>>> written = new TreeMap<>();
        streams.forEach((uid, stream) -> {
            for (Time time : stream.due(batch)) {
                List<StatePart> pieces = new ArrayList<>();
                written.computeIfAbsent(uid, unused -> new TreeMap<>()).put(time, pieces);
                stream.content(time)
                        .forEach((partition, content) ->
                                writer.add(new PartialContent(uid, time.milliseconds(), partition, content), pieces));
            }
        });
        writer.flush();
        List<WindowPartials> windows = new ArrayList<>();
        written.forEach((uid, partials) -> {
            PartialsDStream<?, ?> stream = Objects.requireNonNull(streams.get(uid));
            List<WindowPartial> named = new ArrayList<>();
            partials.forEach((time, pieces) -> named.add(stream.partial(time, pieces)));
            windows.add(stream.written(batch, named));
        });
        return windows;
    }

    /** What {@link #write} returned is committed. */
    void committed(List<WindowPartials> windows) {
        windows.forEach(
                window -> Objects.requireNonNull(streams.get(window.operator())).committed(window));
    }

    /** Writes pieces together, and notes where they are. */
    private static final class Writer {
        private final CheckpointStore store;
        private final List<PartialContent> waiting = new ArrayList<>();
        private final List<List<StatePart>> takers = new ArrayList<>();
        private long bytes;

        Writer(CheckpointStore store) {
            this.store = store;
        }

        void add(PartialContent content, List<StatePart> taker) {
            waiting.add(content);
            takers.add(taker);
            bytes += content.content().length;
            if (bytes >= BYTES_AT_ONCE) {
                flush();
            }
        }

        void flush() {
            if (waiting.isEmpty()) {
                return;
            }
            List<StatePart> parts = store.writePartials(List.copyOf(waiting));
            for (int i = 0; i < parts.size(); i++) {
                takers.get(i).add(parts.get(i));
            }
            waiting.clear();
            takers.clear();
            bytes = 0;
        }
    }
}
