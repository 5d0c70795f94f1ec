package dev.millrace.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Follows how far a job has come, from a {@link Progress} on, record by record. Not thread-safe. */
final class ProgressTracker {
    private record Group(String operator, int keyGroup) {}

    private final long zeroTime;
    private final long intervalMillis;
    private final TreeMap<Long, LoggedBatch> batches;
    private final Map<Group, List<StatePart>> state = new LinkedHashMap<>();
    private final WindowTracker windows = new WindowTracker();
    private OptionalLong lastBatch;
    private Optional<Commit> commit;
    private Map<String, byte[]> positions;
    private OptionalLong positionsAt;

    ProgressTracker(Progress start) {
        zeroTime = start.zeroTime();
        intervalMillis = start.intervalMillis();
        batches = new TreeMap<>(start.batches());
        lastBatch = start.lastBatch();
        commit = start.commit();
        positions = start.positions();
        positionsAt = start.positionsAt();
        add(start.state());
        windows.add(start.windows());
    }

    void add(LoggedBatch batch) {
        batches.put(batch.time(), batch);
        lastBatch = OptionalLong.of(batch.time());
    }

    void add(Commit next) {
        commit = Optional.of(new Commit(next.batchTime(), next.committedMillis(), List.of()));
        add(next.state());
        windows.add(next.windows());
    }

    private void add(List<StatePart> parts) {
        for (StatePart part : parts) {
            Group group = new Group(part.operator(), part.keyGroup());
            if (part.kind() == StatePart.Kind.SNAPSHOT) {
                state.remove(group);
            }
            state.computeIfAbsent(group, unused -> new ArrayList<>()).add(part);
        }
    }

    /** What inputs must know to go on after the last batch. */
    void positions(Map<String, byte[]> now) {
        positions = now;
        positionsAt = lastBatch;
    }

    void truncate(long batchTime) {
        batches.headMap(batchTime, true).clear();
    }

    List<StatePart> state(String operator) {
        List<StatePart> parts = new ArrayList<>();
        state.forEach((group, pieces) -> {
            if (group.operator().equals(operator)) {
                parts.addAll(pieces);
            }
        });
        return parts;
    }

    Progress progress() {
        List<StatePart> parts = new ArrayList<>();
        state.values().forEach(parts::addAll);
        return new Progress(
                zeroTime, intervalMillis, lastBatch, commit, positions, positionsAt, batches, parts, windows.all());
    }
}
