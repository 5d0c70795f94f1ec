package dev.millrace.checkpoint;

import dev.millrace.clock.Clock;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint in files that grow: a journal of ranges and commits, and logs of state that commits point into.
 *
 * <pre>
 *   epochs/E        who took epoch E
 *   journal/E-N     base, then ranges and commits as they come      each file is enough to go on
 *   state/E-N       pieces of state, or partial results of windows
 *   received/E-N    blocks that receivers took in
 * </pre>
 *
 * <p>A driver writes only files of its own epoch, and only at their end. It looks for a newer epoch before and after each
 * write: so a write that has returned was seen by every driver that took its epoch later, and one that was refused may be
 * seen or not.
 */
public final class JournalStore implements CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(JournalStore.class);

    private final Storage storage;
    private final CheckpointLimits limits;
    private final Fence fence;
    private final Optional<Progress> recovered;
    private final Retention retention;
    private final RecordLog journal;

    /** Of which pieces are written by one thread at a time, but while another one writes the journal. */
    private final RecordLog state;

    /** In files of their own, as they are needed longer than the state that is written at the same time. */
    private final RecordLog partials;

    private final Object stateLock = new Object();
    private final BlockLog blocks;
    private @Nullable ProgressTracker tracker;
    private Map<String, Double> rates = Map.of();
    private boolean ratesChanged;
    private int commitsInFile;
    private long baseBytes;
    private volatile boolean broken;
    private volatile @Nullable FencedException fenced;

    private JournalStore(Storage storage, CheckpointLimits limits, Fence fence) throws IOException {
        this.storage = storage;
        this.limits = limits;
        this.fence = fence;
        this.retention = new Retention(storage, limits.retainedCommits());
        this.recovered = recover();
        this.journal = new RecordLog(storage, FileKind.JOURNAL, fence.epoch());
        FileNumbers numbers = new FileNumbers();
        this.state = new RecordLog(storage, FileKind.STATE, fence.epoch(), numbers);
        this.partials = new RecordLog(storage, FileKind.STATE, fence.epoch(), numbers);
        this.blocks = new BlockLog(storage, fence);
    }

    /**
     * Takes the next epoch and reads what is there.
     *
     * @throws MillraceException CHECKPOINT when it is damaged or of a newer format, FILE when the storage fails
     */
    public static JournalStore open(Storage storage, CheckpointLimits limits, Clock clock) {
        try {
            return new JournalStore(storage, limits, Fence.take(storage, clock));
        } catch (IOException e) {
            throw failed(storage, "open", e);
        }
    }

    /** The file that the newest driver wrote last says it all; the older ones are there to go back to. */
    private Optional<Progress> recover() throws IOException {
        List<Names.Numbered> names = new ArrayList<>(Names.numbered(storage.list(FileKind.JOURNAL.folder())));
        Deque<JournalFile> whole = new ArrayDeque<>();
        Collections.reverse(names);
        for (Names.Numbered name : names) {
            try {
                JournalFile.read(storage, name).ifPresent(whole::addFirst);
            } catch (MillraceException e) {
                if (whole.isEmpty()) {
                    throw e;
                }
                LOG.warn("a commit before the last ones cannot be gone back to: {}", e.getMessage());
            }
        }
        whole.forEach(retention::add);
        Optional<JournalFile> last = Optional.ofNullable(whole.peekLast());
        last.ifPresent(file -> rates = file.rates());
        return last.map(JournalFile::last);
    }

    @Override
    public long epoch() {
        return fence.epoch();
    }

    @Override
    public String location() {
        return storage.location();
    }

    @Override
    public Optional<Progress> recovered() {
        return recovered;
    }

    @Override
    public BlockLog blocks() {
        return blocks;
    }

    @Override
    public synchronized void begin(Progress progress) {
        tracker = new ProgressTracker(progress);
        writing("begin", () -> {
            roll(progress);
            return progress;
        });
        try {
            retention.cleanLeftOvers(epoch());
        } catch (IOException e) {
            LOG.warn("cannot list what is not needed any more in {}: {}", location(), e.toString());
        }
        retention.clean();
    }

    private void roll(Progress base) throws IOException {
        retention.begin(journal.roll(withRates(RecordFile.record(RecordKind.BASE, Payloads.base(base)))), base);
        commitsInFile = 0;
        baseBytes = journal.length();
    }

    /** In one write, since a record of its own that is lost in a crash is none that anything depends on. */
    private byte[] withRates(byte[] record) {
        ratesChanged = false;
        if (rates.isEmpty()) {
            return record;
        }
        byte[] written = RecordFile.record(RecordKind.RATES, Payloads.rates(rates));
        byte[] both = Arrays.copyOf(record, record.length + written.length);
        System.arraycopy(written, 0, both, record.length, written.length);
        return both;
    }

    @Override
    public synchronized Map<String, Double> rates() {
        return rates;
    }

    @Override
    public synchronized void keep(Map<String, Double> now) {
        ratesChanged |= !now.equals(rates) && !now.isEmpty();
        rates = now.isEmpty() ? rates : Map.copyOf(now);
    }

    @Override
    public synchronized void append(LoggedBatch batch, Supplier<Map<String, byte[]>> positions) {
        ProgressTracker progress = begun();
        boolean isLong = journal.length() >= limits.journalBytes() && journal.length() >= 2 * baseBytes;
        boolean full = isLong || commitsInFile >= limits.journalCommits();
        writing("write the ranges of batch " + batch.time() + " ms", () -> {
            progress.add(batch);
            if (full) {
                progress.positions(positions.get());
                roll(progress.progress());
            } else {
                journal.append(RecordFile.record(RecordKind.RANGES, Payloads.ranges(batch)));
            }
            return batch;
        });
        if (full) {
            retention.clean();
        }
    }

    @Override
    public List<StatePart> write(List<StateContent> contents) {
        List<byte[]> records = contents.stream()
                .map(content -> RecordFile.record(RecordKind.STATE, Payloads.state(content)))
                .toList();
        List<Place> places = write("write state", state, records);
        List<StatePart> parts = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            StateContent content = contents.get(i);
            parts.add(places.get(i).part(content.operator(), content.keyGroup(), content.kind()));
        }
        return parts;
    }

    @Override
    public List<StatePart> writePartials(List<PartialContent> contents) {
        List<byte[]> records = contents.stream()
                .map(content -> RecordFile.record(RecordKind.PARTIAL, Payloads.partial(content)))
                .toList();
        List<Place> places = write("write windows", partials, records);
        List<StatePart> parts = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            PartialContent content = contents.get(i);
            parts.add(places.get(i).part(content.operator(), content.partition(), StatePart.Kind.SNAPSHOT));
        }
        return parts;
    }

    /** Where a record is. */
    private record Place(long epoch, int file, long offset, int length) {
        StatePart part(String operator, int number, StatePart.Kind kind) {
            return new StatePart(operator, number, kind, epoch, file, offset, length);
        }
    }

    /** Writes records at the end of a log, all at once. */
    private List<Place> write(String what, RecordLog log, List<byte[]> records) {
        synchronized (this) {
            begun();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        records.forEach(all::writeBytes);
        synchronized (stateLock) {
            return writing(what, () -> {
                long at;
                if (log.length() == 0 || log.length() >= limits.stateBytes()) {
                    log.roll(all.toByteArray());
                    at = RecordFile.HEADER_BYTES;
                } else {
                    at = log.append(all.toByteArray());
                }
                List<Place> places = new ArrayList<>(records.size());
                for (byte[] record : records) {
                    places.add(new Place(epoch(), log.number(), at, record.length));
                    at += record.length;
                }
                return places;
            });
        }
    }

    @Override
    public synchronized List<StatePart> state(String operator) {
        return begun().state(operator);
    }

    @Override
    public byte[] read(StatePart part) {
        return read(storage, part);
    }

    static byte[] read(Storage storage, StatePart part) {
        String name = Names.state(part.epoch(), part.file());
        try {
            RecordFile.Entry entry = RecordFile.readRecord(
                    storage.location() + "/" + name, storage.read(name, part.offset(), part.length()));
            return entry.kind() == RecordKind.PARTIAL.code()
                    ? Payloads.partial(entry.payload()).content()
                    : Payloads.state(entry.payload()).content();
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT,
                    "state of " + part.operator() + ", key group " + part.keyGroup() + ": cannot read " + name + " in "
                            + storage.location() + ": " + e,
                    e);
        }
    }

    @Override
    public synchronized void commit(Commit commit) {
        ProgressTracker progress = begun();
        writing("commit batch " + commit.batchTime() + " ms", () -> {
            byte[] record = RecordFile.record(RecordKind.COMMIT, Payloads.commit(commit));
            journal.append(ratesChanged ? withRates(record) : record);
            progress.add(commit);
            retention.add(commit);
            commitsInFile++;
            return commit;
        });
    }

    @Override
    public synchronized void truncate(long batchTime) {
        begun().truncate(batchTime);
    }

    private ProgressTracker begun() {
        ProgressTracker progress = tracker;
        if (progress == null) {
            throw new IllegalStateException("begin has not been called");
        }
        return progress;
    }

    /** Something that is written. */
    private interface Writing<T> {
        T write() throws IOException;
    }

    @Override
    public synchronized Optional<FencedException> replaced() {
        if (fenced == null) {
            try {
                fence.check();
            } catch (FencedException e) {
                fenced = e;
            } catch (IOException e) {
                LOG.debug("cannot tell whether there is a newer driver: {}", e.toString());
            }
        }
        return Optional.ofNullable(fenced);
    }

    /** Of each log one thread at a time writes. */
    private <T> T writing(String what, Writing<T> writing) {
        FencedException newer = fenced;
        if (newer != null) {
            throw newer; // whichever thread comes second must not tell another reason
        }
        if (broken) {
            throw new MillraceException(
                    ErrorCode.FILE,
                    "checkpoint " + location() + ": cannot " + what
                            + ", as an earlier write failed; start the job again");
        }
        boolean whole = false;
        try {
            fence.check();
            T written = writing.write();
            fence.check();
            whole = true;
            return written;
        } catch (FencedException e) {
            fenced = e;
            throw e;
        } catch (IOException e) {
            throw failed(storage, what, e);
        } finally {
            broken |= !whole; // a file that was written in part only must not grow any more
        }
    }

    private static MillraceException failed(Storage storage, String what, IOException e) {
        return new MillraceException(
                ErrorCode.FILE,
                "checkpoint " + storage.location() + ": cannot " + what + ": " + e
                        + "; check the directory, its rights and" + " the space on its disk",
                e);
    }

    @Override
    public synchronized void close() {
        broken = true;
        try {
            journal.close();
            synchronized (stateLock) {
                state.close();
                partials.close();
            }
            blocks.close();
        } catch (IOException e) {
            LOG.warn("cannot close the files of checkpoint {}: {}", location(), e.toString());
        }
    }
}
