package dev.millrace.checkpoint;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files of the journal are kept, so that the last commits can be gone back to, and with them the files of state and of
 * windows that they name. Not thread-safe.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** A file of the journal, its commits, and the files of state that it names. */
    private static final class Kept {
        private final Names.Numbered journal;
        private final Set<Names.Numbered> state;
        private int commits;

        Kept(Names.Numbered journal, int commits, Set<Names.Numbered> state) {
            this.journal = journal;
            this.commits = commits;
            this.state = new HashSet<>(state);
        }
    }

    private final Storage storage;
    private final int commits;
    private final Deque<Kept> files = new ArrayDeque<>();

    /** @param commits how many commits, at least, can be gone back to */
    Retention(Storage storage, int commits) {
        this.storage = storage;
        this.commits = commits;
    }

    /** A file that an earlier driver wrote, in order. */
    void add(JournalFile file) {
        files.add(new Kept(file.name(), file.commits().size(), file.stateFiles()));
    }

    /** A file that is begun; what comes belongs to it. */
    void begin(Names.Numbered journal, Progress base) {
        Kept kept = new Kept(journal, 0, Set.of());
        kept.state.addAll(JournalFile.holders(base.state(), base.windows()));
        files.add(kept);
    }

    void add(Commit commit) {
        Kept current = files.getLast();
        current.commits++;
        current.state.addAll(JournalFile.holders(commit.state(), commit.windows()));
    }

    /** Deletes what is not needed any more. What cannot be deleted stays: it is in nobody's way. */
    void clean() {
        int newer = files.stream().mapToInt(file -> file.commits).sum();
        while (files.size() > 1 && newer - files.getFirst().commits >= commits) {
            Kept oldest = files.removeFirst();
            newer -= oldest.commits;
            delete(Names.journal(oldest.journal.epoch(), oldest.journal.number()));
            Set<Names.Numbered> unneeded = oldest.state;
            files.forEach(file -> unneeded.removeAll(file.state));
            unneeded.forEach(state -> delete(Names.state(state.epoch(), state.number())));
        }
    }

    /** Deletes files of earlier epochs that nothing names: those that a driver had no time to commit. */
    void cleanLeftOvers(long epoch) throws IOException {
        Set<Names.Numbered> journals = new HashSet<>();
        Set<Names.Numbered> state = new HashSet<>();
        for (Kept file : files) {
            journals.add(file.journal);
            state.addAll(file.state);
        }
        deleteUnless(FileKind.JOURNAL, journals, epoch);
        deleteUnless(FileKind.STATE, state, epoch);
    }

    private void deleteUnless(FileKind kind, Set<Names.Numbered> kept, long epoch) throws IOException {
        for (Names.Numbered file : Names.numbered(storage.list(kind.folder()))) {
            if (file.epoch() < epoch && !kept.contains(file)) {
                delete(Names.numbered(kind, file.epoch(), file.number()));
            }
        }
    }

    private void delete(String name) {
        try {
            storage.delete(name);
        } catch (IOException e) {
            LOG.warn(
                    "cannot delete {} in {}, which is not needed any more: {}", name, storage.location(), e.toString());
        }
    }
}
