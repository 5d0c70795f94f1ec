package dev.millrace.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.clock.ManualClock;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStoreTest {
    private final MemoryStorage storage = new MemoryStorage();
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);

    private JournalStore open() {
        return open(CheckpointLimits.standard());
    }

    private JournalStore open(CheckpointLimits limits) {
        return JournalStore.open(storage, limits, clock);
    }

    /** A store that has begun: where an earlier one ended, or anew. */
    private JournalStore begin() {
        return begin(open());
    }

    private static JournalStore begin(JournalStore store) {
        store.begin(store.recovered().orElse(Progress.atStart(0, 100, Map.of("files-0", bytes("before")))));
        return store;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void append(CheckpointStore store, long time) {
        LoggedRange read = new LoggedRange("files-0", time, Optional.of(bytes("range " + time)));
        store.append(
                new LoggedBatch(time, List.of(read, new LoggedRange("queue-1", 1, Optional.empty()))),
                () -> Map.of("files-0", bytes("after " + time)));
    }

    private static void commit(CheckpointStore store, long time, StatePart... state) {
        store.commit(new Commit(time, time + 7, List.of(state)));
    }

    private static StatePart write(CheckpointStore store, int group, StatePart.Kind kind, String content) {
        return store.write(List.of(new StateContent("counts", group, kind, bytes(content))))
                .get(0);
    }

    private Progress recovered() {
        return open().recovered().orElseThrow();
    }

    private static List<Long> times(Progress progress) {
        return List.copyOf(progress.pending().keySet());
    }

    @Test
    void aNewCheckpointHasNothing() {
        JournalStore store = open();
        assertEquals(1, store.epoch());
        assertEquals(Optional.empty(), store.recovered());
    }

    @Test
    void whatWasWrittenIsFoundAgain() {
        JournalStore store = begin();
        append(store, 100);
        append(store, 200);
        commit(store, 100);
        append(store, 300);
        JournalStore next = open();
        Progress progress = next.recovered().orElseThrow();
        assertEquals(2, next.epoch());
        assertEquals(100, progress.intervalMillis());
        assertEquals(OptionalLong.of(300), progress.lastBatch());
        assertEquals(new Commit(100, 107, List.of()), progress.commit().orElseThrow());
        assertEquals(List.of(200L, 300L), times(progress));
        List<LoggedRange> ranges = progress.batches().get(200L).ranges();
        assertEquals("files-0", ranges.get(0).uid());
        assertEquals(200, ranges.get(0).records());
        assertArrayEquals(bytes("range 200"), ranges.get(0).range().orElseThrow());
        assertEquals(Optional.empty(), ranges.get(1).range());
        assertArrayEquals(bytes("before"), progress.positions().get("files-0"));
        assertEquals(OptionalLong.empty(), progress.positionsAt());
    }

    @Test
    void severalStartsInARowLoseNothing() {
        for (int start = 0; start < 5; start++) {
            JournalStore store = begin();
            append(store, 100L * (start + 1));
            if (start > 0) {
                commit(store, 100L * start);
            }
        }
        Progress progress = recovered();
        assertEquals(400, progress.commit().orElseThrow().batchTime());
        assertEquals(List.of(500L), times(progress));
    }

    @Test
    void aTornTailIsAsIfItHadNotBeenWritten() {
        JournalStore store = begin();
        append(store, 100);
        commit(store, 100);
        int whole = storage.files.get(storage.lastJournal()).length;
        append(store, 200);
        int record = storage.files.get(storage.lastJournal()).length - whole;
        byte[] file = storage.files.get(storage.lastJournal());
        for (int torn = 1; torn < record; torn++) {
            storage.files.put(storage.lastJournal(), file.clone());
            storage.tear(storage.lastJournal(), torn);
            assertEquals(List.of(), times(recovered()), "torn by " + torn);
        }
    }

    @Test
    void aTailOfZerosIsTorn() {
        JournalStore store = begin();
        append(store, 100);
        String journal = storage.lastJournal();
        byte[] file = storage.files.get(journal);
        storage.files.put(journal, java.util.Arrays.copyOf(file, file.length + 4096));
        assertEquals(List.of(100L), times(recovered()));
    }

    @Test
    void aFileWhoseBaseIsTornIsPassedOver() {
        JournalStore store = begin();
        append(store, 100);
        begin();
        String second = storage.lastJournal();
        byte[] file = storage.files.get(second);
        for (int torn = 1; torn <= file.length; torn++) {
            storage.files.put(second, java.util.Arrays.copyOf(file, file.length - torn));
            assertEquals(List.of(100L), times(recovered()), "torn by " + torn);
        }
    }

    @Test
    void everyChangedByteIsFoundOrIsATail() {
        JournalStore store = begin();
        append(store, 100);
        commit(store, 100);
        int last = storage.files.get(storage.lastJournal()).length;
        append(store, 200);
        String journal = storage.lastJournal();
        byte[] file = storage.files.get(journal);
        Random random = new Random(1);
        for (int at = 0; at < last; at++) {
            byte[] changed = file.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            storage.files.put(journal, changed);
            int byteChanged = at;
            MillraceException e = assertThrows(MillraceException.class, this::open, () -> "byte " + byteChanged);
            assertEquals(ErrorCode.CHECKPOINT, e.code());
            assertTrue(e.getMessage().contains(journal), e.getMessage());
        }
    }

    @Test
    void aNewerFormatIsRefused() {
        begin();
        String journal = storage.lastJournal();
        storage.files.get(journal)[5] = 9;
        MillraceException e = assertThrows(MillraceException.class, this::open);
        assertTrue(e.getMessage().contains("has format 9"), e.getMessage());
    }

    @Test
    void anOlderDriverIsRefusedByEachMethodThatWrites() {
        JournalStore old = begin();
        JournalStore newer = open();
        assertEquals(2, newer.epoch());
        for (Runnable write : List.<Runnable>of(
                () -> append(old, 100), () -> commit(old, 100), () -> write(old, 0, StatePart.Kind.SNAPSHOT, "x"))) {
            JournalStore fenced = old;
            MillraceException e = assertThrows(MillraceException.class, write::run);
            assertTrue(e instanceof FencedException, e.getMessage());
            assertEquals(1, fenced.epoch());
        }
        JournalStore third = begin(newer);
        append(third, 100);
    }

    @Test
    void theRefusalSaysWhoIsNewer() {
        JournalStore old = begin();
        open();
        FencedException e = assertThrows(FencedException.class, () -> append(old, 100));
        assertEquals(ErrorCode.FENCED, e.code());
        assertTrue(e.getMessage().contains("has epoch 1"), e.getMessage());
        assertTrue(e.getMessage().contains("epoch 2 (process "), e.getMessage());
        assertTrue(e.getMessage().contains("2023-11-14T22:13:20Z"), e.getMessage());
    }

    @Test
    void aDriverThatSleptThroughManyStartsIsRefused() {
        JournalStore old = begin();
        for (int i = 0; i < 30; i++) {
            begin();
        }
        assertFalse(storage.files.containsKey("epochs/0000000001"));
        FencedException e = assertThrows(FencedException.class, () -> append(old, 100));
        assertTrue(e.getMessage().contains("epoch 31"), e.getMessage());
    }

    /** The one that is fenced in the middle of a write must not believe that it has written. */
    @Test
    void aCommitThatReturnsIsSeenByEveryLaterDriver() {
        JournalStore old = begin();
        append(old, 100);
        JournalStore[] newer = new JournalStore[1];
        storage.beforeWrite = name -> {
            if (name.startsWith("journal/0000000001")) {
                storage.beforeWrite = other -> {};
                newer[0] = begin();
            }
        };
        assertThrows(FencedException.class, () -> commit(old, 100));
        assertEquals(List.of(100L), times(newer[0].recovered().orElseThrow()));
        append(newer[0], 200);
        assertEquals(List.of(100L, 200L), times(recovered()), "what the old one wrote late does not count");
    }

    @Test
    void twoThatStartAtOnceGetDifferentEpochs() {
        JournalStore[] inner = new JournalStore[1];
        storage.beforeWrite = name -> {
            storage.beforeWrite = other -> {};
            inner[0] = open();
        };
        JournalStore outer = open();
        assertEquals(1, inner[0].epoch());
        assertEquals(2, outer.epoch());
    }

    @Test
    void filesAreFollowedByNewOnesAndOldOnesGo() {
        JournalStore store = begin(open(new CheckpointLimits(Long.MAX_VALUE, 10, 1 << 20, 25)));
        for (long time = 100; time <= 10_000; time += 100) {
            append(store, time);
            commit(store, time);
            store.truncate(time - 200);
        }
        assertTrue(storage.list("journal").size() <= 4, storage.list("journal").toString());
        assertTrue(storage.list("journal").size() >= 3, storage.list("journal").toString());
        Progress progress = recovered();
        assertEquals(10_000, progress.commit().orElseThrow().batchTime());
        assertTrue(progress.positionsAt().orElseThrow() > 8_900);
        assertArrayEquals(
                bytes("after " + progress.positionsAt().orElseThrow()),
                progress.positions().get("files-0"));
        assertTrue(progress.batches().size() < 20, "ranges that nobody needs are left behind");
    }

    @Test
    void rangesAfterThePositionsAreThereAllTheSame() {
        JournalStore store = begin(open(new CheckpointLimits(1_000, 10, 1 << 20, 5)));
        for (long time = 100; time <= 5_000; time += 100) {
            append(store, time);
            commit(store, time);
            store.truncate(time);
            Progress progress = recoveredBy(storage);
            long from = progress.positionsAt().orElse(0);
            assertEquals(
                    LongStream.rangeClosed(from / 100 + 1, time / 100)
                            .mapToObj(n -> n * 100)
                            .toList(),
                    List.copyOf(progress.batches().tailMap(from, false).keySet()));
        }
    }

    /** What a driver that starts now would find, without starting one. */
    private static Progress recoveredBy(MemoryStorage storage) {
        MemoryStorage copy = new MemoryStorage();
        copy.files.putAll(storage.files);
        return JournalStore.open(copy, CheckpointLimits.standard(), new ManualClock())
                .recovered()
                .orElseThrow();
    }

    @Test
    void stateIsTheLastSnapshotAndTheChangesSince() {
        JournalStore store = begin();
        append(store, 100);
        commit(
                store,
                100,
                write(store, 0, StatePart.Kind.SNAPSHOT, "a"),
                write(store, 1, StatePart.Kind.SNAPSHOT, "b"));
        append(store, 200);
        commit(store, 200, write(store, 0, StatePart.Kind.CHANGES, "a+"));
        append(store, 300);
        commit(store, 300, write(store, 1, StatePart.Kind.SNAPSHOT, "c"));
        append(store, 400);
        write(store, 0, StatePart.Kind.CHANGES, "never committed");
        JournalStore next = begin();
        Progress progress = next.recovered().orElseThrow();
        List<String> content = progress.state().stream()
                .map(part -> part.keyGroup() + " " + new String(next.read(part), UTF_8))
                .toList();
        assertEquals(List.of("0 a", "0 a+", "1 c"), content);
    }

    @Test
    void filesOfStateGoWhenNoCommitNamesThem() {
        JournalStore store = begin(open(new CheckpointLimits(Long.MAX_VALUE, 2, 100, 2)));
        for (long time = 100; time <= 2_000; time += 100) {
            append(store, time);
            commit(store, time, write(store, 0, StatePart.Kind.SNAPSHOT, "x".repeat(100) + time));
        }
        assertTrue(storage.list("state").size() < 8, storage.list("state").toString());
        JournalStore next = begin();
        StatePart part = next.recovered().orElseThrow().state().get(0);
        assertEquals("x".repeat(100) + "2000", new String(next.read(part), UTF_8));
    }

    /** Commits a batch with a partial result in two partitions, which windows need from {@code from} on. */
    private static void commitWindow(CheckpointStore store, long time, long step, long from) {
        List<StatePart> pieces = store.writePartials(List.of(
                new PartialContent("window", time, 0, bytes("even " + time)),
                new PartialContent("window", time, 2, bytes("odd " + time))));
        WindowPartials window = new WindowPartials("window", step, from, List.of(new WindowPartial(time, 3, pieces)));
        store.commit(new Commit(time, time + 7, List.of(), Optional.of(List.of(window))));
    }

    private static List<String> windows(JournalStore store) {
        return store.recovered().orElseThrow().windows().orElseThrow().stream()
                .flatMap(window -> window.partials().stream())
                .flatMap(partial -> partial.pieces().stream()
                        .map(piece -> partial.batch() + "/" + piece.keyGroup() + "/" + partial.partitions() + " "
                                + new String(store.read(piece), UTF_8)))
                .toList();
    }

    @Test
    void windowsAreWhatLaterOnesNeedOfAllThatWasCommitted() {
        for (CheckpointLimits limits :
                List.of(CheckpointLimits.standard(), new CheckpointLimits(Long.MAX_VALUE, 2, 10, 2))) {
            storage.files.clear();
            JournalStore store = begin(open(limits));
            for (long time = 100; time <= 500; time += 100) {
                append(store, time);
                commitWindow(store, time, 100, time - 100);
            }
            store.writePartials(List.of(new PartialContent("window", 600, 0, bytes("never committed"))));
            store.close();
            List<String> left = List.of("400/0/3 even 400", "400/2/3 odd 400", "500/0/3 even 500", "500/2/3 odd 500");
            assertEquals(left, windows(open()));
            JournalStore next = begin();
            append(next, 600);
            commit(next, 600);
            next.close();
            assertEquals(left, windows(open()), "a commit that does not name the window leaves it as it is");
        }
    }

    @Test
    void aWindowWithAnotherStepBeginsAnew() {
        JournalStore store = begin();
        append(store, 100);
        commitWindow(store, 100, 100, 0);
        append(store, 200);
        commitWindow(store, 200, 200, 0);
        store.close();
        assertEquals(List.of("200/0/3 even 200", "200/2/3 odd 200"), windows(open()));
    }

    @Test
    void stateAndWindowsAreInDifferentFiles() {
        JournalStore store = begin(open(new CheckpointLimits(Long.MAX_VALUE, 2, 1_000, 2)));
        Set<Integer> states = new HashSet<>();
        for (long time = 100; time <= 3_000; time += 100) {
            append(store, time);
            states.add(write(store, 0, StatePart.Kind.SNAPSHOT, "x".repeat(100)).file());
            commitWindow(store, time, 100, 100);
        }
        assertTrue(states.size() > 2, "files: " + states);
        recovered()
                .windows()
                .orElseThrow()
                .get(0)
                .partials()
                .forEach(partial -> partial.pieces()
                        .forEach(piece -> assertFalse(states.contains(piece.file()), "shared: " + piece)));
    }

    @Test
    void filesOfWindowsGoWhenNoCommitNamesThem() {
        JournalStore store = begin(open(new CheckpointLimits(Long.MAX_VALUE, 2, 100, 2)));
        for (long time = 100; time <= 3_000; time += 100) {
            append(store, time);
            commitWindow(store, time, 100, time - 100);
        }
        assertTrue(storage.list("state").size() < 12, storage.list("state").toString());
    }

    @Test
    void aLongBaseIsNotWrittenAnewWithEveryBatch() {
        JournalStore store = begin(open(new CheckpointLimits(100, Integer.MAX_VALUE, 1 << 20, Integer.MAX_VALUE)));
        for (long time = 100; time <= 10_000; time += 100) {
            append(store, time);
            commitWindow(store, time, 100, 100);
        }
        assertTrue(storage.list("journal").size() < 15, storage.list("journal").toString());
    }

    @Test
    void damagedStateSaysWhoseItIs() {
        JournalStore store = begin();
        StatePart part = write(store, 3, StatePart.Kind.SNAPSHOT, "abcdef");
        byte[] file = storage.files.get("state/0000000001-00000000");
        file[file.length - 6] ^= 1;
        MillraceException e = assertThrows(MillraceException.class, () -> store.read(part));
        assertEquals(ErrorCode.CHECKPOINT, e.code());
        storage.files.remove("state/0000000001-00000000");
        MillraceException gone = assertThrows(MillraceException.class, () -> store.read(part));
        assertTrue(gone.getMessage().contains("counts, key group 3"), gone.getMessage());
    }

    @Test
    void afterAFailedWriteNothingIsWritten() {
        JournalStore store = begin();
        append(store, 100);
        storage.beforeWrite = name -> {
            throw new IOException("No space left on device");
        };
        MillraceException full = assertThrows(MillraceException.class, () -> commit(store, 100));
        assertEquals(ErrorCode.FILE, full.code());
        assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
        storage.beforeWrite = name -> {};
        MillraceException again = assertThrows(MillraceException.class, () -> commit(store, 100));
        assertTrue(again.getMessage().contains("an earlier write failed"), again.getMessage());
        assertEquals(List.of(100L), times(recovered()));
    }

    @Test
    void aDirectoryKeepsIt(@TempDir Path folder) {
        DirectoryStorage directory = new DirectoryStorage(folder.resolve("not/there/yet"));
        JournalStore first = begin(JournalStore.open(directory, CheckpointLimits.standard(), clock));
        append(first, 100);
        StatePart part = write(first, 0, StatePart.Kind.SNAPSHOT, "state");
        commit(first, 100, part);
        first.close();
        try (JournalStore second = JournalStore.open(directory, CheckpointLimits.standard(), clock)) {
            Progress progress = second.recovered().orElseThrow();
            assertEquals(100, progress.commit().orElseThrow().batchTime());
            assertEquals(List.of(part), progress.state());
            assertArrayEquals(bytes("state"), second.read(part));
            assertThrows(MillraceException.class, () -> append(first, 200));
        }
    }

    @Test
    void aDirectoryThatIsAFileIsAClearError(@TempDir Path folder) throws IOException {
        Path file = java.nio.file.Files.writeString(folder.resolve("file"), "x");
        MillraceException e = assertThrows(
                MillraceException.class,
                () -> JournalStore.open(new DirectoryStorage(file), CheckpointLimits.standard(), clock));
        assertEquals(ErrorCode.FILE, e.code());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }

    @Test
    void ratesAreKeptWithTheNextCommitAndInEveryFile() {
        JournalStore store = begin(open(new CheckpointLimits(Long.MAX_VALUE, 2, 1 << 20, 5)));
        assertEquals(Map.of(), store.rates());
        store.keep(Map.of("a", 1_000.5, "b", 20.0));
        for (long time = 100; time <= 500; time += 100) {
            append(store, time);
            commit(store, time);
        }
        store.close();
        JournalStore next = open();
        assertEquals(Map.of("a", 1_000.5, "b", 20.0), next.rates());
        assertEquals(500, next.recovered().orElseThrow().commit().orElseThrow().batchTime());
        begin(next);
        assertEquals(Map.of("a", 1_000.5, "b", 20.0), open().rates(), "though that driver has committed nothing");
    }

    @Test
    void ratesThatAreTornAreThoseBefore() {
        JournalStore store = begin();
        store.keep(Map.of("a", 1.0));
        append(store, 100);
        commit(store, 100);
        store.keep(Map.of("a", 2.0));
        append(store, 200);
        commit(store, 200);
        storage.tear(storage.lastJournal(), 1);
        JournalStore next = open();
        assertEquals(Map.of("a", 1.0), next.rates());
        assertEquals(200, next.recovered().orElseThrow().commit().orElseThrow().batchTime());
    }
}
