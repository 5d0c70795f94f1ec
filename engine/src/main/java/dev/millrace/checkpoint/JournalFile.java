package dev.millrace.checkpoint;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One file of the journal, as it was read: how far the job was when it was begun, and what came then.
 *
 * @param commits that came then, in order
 * @param rates that were written last
 * @param torn whether it ends with an incomplete record
 * @param last how far the job was at its end
 */
record JournalFile(
        Names.Numbered name,
        Progress base,
        List<Commit> commits,
        Progress last,
        Map<String, Double> rates,
        boolean torn) {
    /** The file, unless its base was never written as a whole: then nothing else was. */
    static Optional<JournalFile> read(Storage storage, Names.Numbered name) {
        String file = Names.journal(name.epoch(), name.number());
        byte[] bytes;
        try {
            bytes = storage.read(file);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // a newer driver does not need it any more
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE, "cannot read " + file + " in " + storage.location() + ": " + e, e);
        }
        return read(storage.location() + "/" + file, name, bytes);
    }

    private static Optional<JournalFile> read(String place, Names.Numbered name, byte[] bytes) {
        RecordFile.Content content = RecordFile.read(place, bytes, FileKind.JOURNAL);
        if (content.entries().isEmpty()) {
            return Optional.empty();
        }
        Progress base = Payloads.base(content.entries().get(0).payload(), content.version());
        ProgressTracker tracker = new ProgressTracker(base);
        List<Commit> commits = new ArrayList<>();
        Map<String, Double> rates = Map.of();
        for (RecordFile.Entry entry :
                content.entries().subList(1, content.entries().size())) {
            if (entry.kind() == RecordKind.RANGES.code()) {
                tracker.add(Payloads.ranges(entry.payload()));
            } else if (entry.kind() == RecordKind.COMMIT.code()) {
                Commit commit = Payloads.commit(entry.payload(), content.version());
                commits.add(commit);
                tracker.add(commit);
            } else if (entry.kind() == RecordKind.RATES.code()) {
                rates = Payloads.rates(entry.payload());
            }
        }
        return Optional.of(new JournalFile(name, base, commits, tracker.progress(), rates, content.torn()));
    }

    /** The files that pieces of states and of windows are in. */
    static Set<Names.Numbered> holders(List<StatePart> state, Optional<List<WindowPartials>> windows) {
        Set<Names.Numbered> holders = new HashSet<>();
        state.forEach(part -> holders.add(part.holder()));
        windows.ifPresent(all -> all.forEach(window ->
                window.partials().forEach(partial -> partial.pieces().forEach(piece -> holders.add(piece.holder())))));
        return holders;
    }

    /** The files of the state and of the windows that this one names. */
    Set<Names.Numbered> stateFiles() {
        Set<Names.Numbered> files = new HashSet<>();
        files.addAll(holders(base.state(), base.windows()));
        commits.forEach(commit -> files.addAll(holders(commit.state(), commit.windows())));
        return files;
    }
}
