package dev.millrace.checkpoint;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a checkpoint holds, for people: reads it without taking an epoch, so that a job that runs is not disturbed. A file that
 * its driver deletes meanwhile is passed over.
 */
public final class CheckpointHistory {
    private final Storage storage;
    private final List<JournalFile> files = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private List<Point> points = List.of();

    private CheckpointHistory(Storage storage) {
        this.storage = storage;
    }

    /**
     * A commit that the job can go back to.
     *
     * @param epoch of the driver that wrote it
     * @param state the pieces that make up the state after it
     * @param windows the partial results that windows after it are made of; absent in format 1
     */
    public record Point(long epoch, Commit commit, List<StatePart> state, Optional<List<WindowPartials>> windows) {
        /** Bytes of the state's pieces. */
        public long stateBytes() {
            return state.stream().mapToLong(StatePart::length).sum();
        }

        /** Bytes of the windows' partial results. */
        public long windowBytes() {
            return windows.stream()
                    .flatMap(List::stream)
                    .mapToLong(WindowPartials::bytes)
                    .sum();
        }

        private List<StatePart> pieces() {
            List<StatePart> pieces = new ArrayList<>(state);
            windows.stream()
                    .flatMap(List::stream)
                    .flatMap(window -> window.partials().stream())
                    .forEach(partial -> pieces.addAll(partial.pieces()));
            return pieces;
        }
    }

    /**
     * Reads the journal.
     *
     * @throws MillraceException FILE when the storage fails, CHECKPOINT when there is no checkpoint
     */
    public static CheckpointHistory read(Storage storage) {
        CheckpointHistory history = new CheckpointHistory(storage);
        for (Names.Numbered name : history.list(FileKind.JOURNAL)) {
            try {
                JournalFile.read(storage, name).ifPresent(history.files::add);
            } catch (MillraceException e) {
                history.problems.add(e.getMessage());
            }
        }
        if (history.files.isEmpty() && history.problems.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT,
                    "there is no checkpoint in " + storage.location() + " (no journal/ with a whole file)");
        }
        history.points = history.allPoints();
        return history;
    }

    private List<Names.Numbered> list(FileKind kind) {
        try {
            return Names.numbered(storage.list(kind.folder()));
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.FILE, "cannot list " + storage.location() + ": " + e, e);
        }
    }

    /** How far the job has come; empty when no file of the journal can be read. */
    public Optional<Progress> now() {
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(files.get(files.size() - 1).last());
    }

    /** The newest driver's epoch. */
    public long epoch() {
        return files.isEmpty() ? 0 : files.get(files.size() - 1).name().epoch();
    }

    /** The commits, in order of batches. */
    public List<Point> points() {
        return points;
    }

    private List<Point> allPoints() {
        NavigableMap<Long, Point> byBatch = new TreeMap<>();
        for (JournalFile file : files) {
            ProgressTracker tracker = new ProgressTracker(file.base());
            file.base()
                    .commit()
                    .ifPresent(commit -> byBatch.putIfAbsent(
                            commit.batchTime(),
                            new Point(
                                    file.name().epoch(),
                                    commit,
                                    file.base().state(),
                                    file.base().windows())));
            for (Commit commit : file.commits()) {
                tracker.add(commit);
                Progress then = tracker.progress();
                byBatch.put(commit.batchTime(), new Point(file.name().epoch(), commit, then.state(), then.windows()));
            }
        }
        return List.copyOf(byBatch.values());
    }

    /** The ranges of all batches that are still written down. */
    public NavigableMap<Long, LoggedBatch> batches() {
        NavigableMap<Long, LoggedBatch> batches = new TreeMap<>();
        files.forEach(file -> batches.putAll(file.last().batches()));
        return batches;
    }

    /**
     * Where the job is when it goes back to a commit: the batches after it run again with the same ranges.
     *
     * @throws MillraceException CHECKPOINT when there is no such commit
     */
    public Progress at(long batchTime) {
        Optional<JournalFile> holder = Optional.empty();
        for (JournalFile file : files) {
            if (file.commits().stream().anyMatch(commit -> commit.batchTime() == batchTime)
                    || (holder.isEmpty()
                            && file.base()
                                    .commit()
                                    .filter(commit -> commit.batchTime() == batchTime)
                                    .isPresent())) {
                holder = Optional.of(file);
            }
        }
        Point point = points.stream()
                .filter(candidate -> candidate.commit().batchTime() == batchTime)
                .findFirst()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.CHECKPOINT,
                        "there is no commit of batch " + batchTime + " in " + storage.location()
                                + "; `millrace checkpoint ls` lists those that there are"));
        Progress base = holder.orElseThrow().base();
        Progress newest = files.get(files.size() - 1).last();
        return new Progress(
                newest.zeroTime(),
                newest.intervalMillis(),
                newest.lastBatch(),
                Optional.of(point.commit()),
                base.positions(),
                base.positionsAt(),
                batches(),
                point.state(),
                point.windows());
    }

    /** Reads everything that a commit needs; returns what is wrong with it, in sentences. */
    public List<String> verify() {
        List<String> found = new ArrayList<>(problems);
        Set<StatePart> read = new HashSet<>();
        for (Point point : points) {
            for (StatePart part : point.pieces()) {
                if (read.add(part)) {
                    try {
                        JournalStore.read(storage, part);
                    } catch (MillraceException e) {
                        found.add(e.getMessage());
                    }
                }
            }
        }
        for (Names.Numbered file : list(FileKind.RECEIVED)) {
            try {
                BlockLog.blocks(storage, file);
            } catch (MillraceException e) {
                found.add(e.getMessage());
            } catch (IOException e) {
                found.add("cannot read " + Names.numbered(FileKind.RECEIVED, file.epoch(), file.number()) + ": " + e);
            }
        }
        return found;
    }
}
