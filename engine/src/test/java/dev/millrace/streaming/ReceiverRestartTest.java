package dev.millrace.streaming;

import static dev.millrace.streaming.Batches.BATCH;
import static dev.millrace.streaming.Batches.START;
import static dev.millrace.streaming.Batches.awaitEnd;
import static dev.millrace.streaming.Batches.awaitSize;
import static dev.millrace.streaming.Batches.collect;
import static dev.millrace.streaming.Batches.results;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.checkpoint.CheckpointHistory;
import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.checkpoint.DirectoryStorage;
import dev.millrace.checkpoint.JournalStore;
import dev.millrace.checkpoint.Progress;
import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.streaming.receiver.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts with receivers that end at a bad moment, and those that go on from their write-ahead log. */
class ReceiverRestartTest {
    private static final Map<String, Receiver<Long>> RUNNING = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    private ManualClock clock = new ManualClock(START);
    private final MillraceConf conf = new MillraceConf()
            .setMaster("local[2]")
            .setAppName("test")
            .set(MillraceConfig.RECEIVER_LOG_ENABLED, "true");
    private final List<StreamingContext> contexts = new ArrayList<>();

    @AfterEach
    void stop() {
        contexts.forEach(StreamingContext::stop);
        RUNNING.clear();
    }

    /** Is found by its name, so that a test can store records with it. */
    private static final class Fed extends Receiver<Long> {
        private final String name;

        Fed(String name) {
            this.name = name;
        }

        @Override
        public void onStart() {
            RUNNING.put(name, this);
        }

        @Override
        public void onStop() {
            RUNNING.remove(name, this);
        }
    }

    /** Returns when the records are acknowledged. */
    private static void store(String name, Long... records) {
        Receiver<Long> running = Awaitility.await().until(() -> RUNNING.get(name), receiver -> receiver != null);
        running.store(List.of(records));
    }

    private StreamingContext context() {
        StreamingContext context = new StreamingContext(new MillraceContext(conf.clone()), BATCH, clock);
        contexts.add(context);
        return context;
    }

    private StreamingContext start(Batches.OnBatch onBatch) {
        StreamingContext context = context();
        context.checkpoint(folder.resolve("checkpoint").toString());
        collect(context.receiverStream(new Fed("a")), onBatch);
        context.start();
        return context;
    }

    private void tick() {
        clock.advance(BATCH.milliseconds());
    }

    private List<String> filesOfLog() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("checkpoint/received"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void acknowledgedRecordsThatNoBatchHasAreInTheFirstBatchAfterARestart() {
        Map<Long, List<Long>> none = results();
        StreamingContext context = start(none::put);
        store("a", 1L, 2L);
        store("a", 3L);
        context.stop(true, false);

        Map<Long, List<Long>> second = results();
        start(second::put);
        store("a", 4L);
        tick();
        awaitSize(second, 1);
        assertEquals(Map.of(), none);
        assertEquals(Map.of(1L, List.of(1L, 2L, 3L, 4L)), second);
    }

    @Test
    void aBatchThatFailedHasTheSameRecordsAgain() {
        StreamingContext context = start((number, records) -> {
            throw new IOException("the outside world is down");
        });
        store("a", 1L, 2L);
        tick();
        awaitEnd(context);

        Map<Long, List<Long>> second = results();
        start(second::put);
        awaitSize(second, 1);
        assertEquals(Map.of(1L, List.of(1L, 2L)), second, "the batch runs again before the clock moves");
        store("a", 3L);
        tick();
        awaitSize(second, 2);
        assertEquals(Map.of(1L, List.of(1L, 2L), 2L, List.of(3L)), second);
    }

    @Test
    void recordsOfCompleteBatchesDoNotComeAgainAndTheirFilesGo() throws IOException {
        for (long run = 1; run <= 4; run++) {
            Map<Long, List<Long>> results = results();
            StreamingContext context = start(results::put);
            store("a", run);
            tick();
            awaitSize(results, 1);
            context.stop(true, true);
            assertEquals(Map.of(run, List.of(run)), results);
        }
        assertEquals(List.of("0000000003-00000000", "0000000004-00000000"), filesOfLog());
    }

    @Test
    void goingBackToABatchWhoseBlocksAreRemovedIsAClearError() throws InterruptedException {
        for (long run = 1; run <= 4; run++) {
            Map<Long, List<Long>> results = results();
            StreamingContext context = start(results::put);
            store("a", run);
            tick();
            awaitSize(results, 1);
            context.stop(true, true);
        }
        DirectoryStorage storage = new DirectoryStorage(folder.resolve("checkpoint"));
        Progress first = CheckpointHistory.read(storage).at(START + BATCH.milliseconds());
        try (JournalStore rewinding = JournalStore.open(storage, CheckpointLimits.standard(), clock)) {
            rewinding.begin(first);
        }
        StreamingContext again = start((number, records) -> {});
        MillraceException e = assertThrows(MillraceException.class, () -> again.awaitTerminationOrTimeout(20_000));
        assertEquals(ErrorCode.CHECKPOINT, e.code());
        assertTrue(e.getMessage().contains("received/0000000002-00000000"), e.getMessage());
        assertTrue(e.getMessage().contains("cannot go back"), e.getMessage());
    }

    /** Every prefix of the journal is what some crash leaves; what was acknowledged is all in the other log. */
    @Test
    void fromEveryPrefixOfTheJournalEachRecordIsInOneBatch() throws IOException {
        Map<Long, List<Long>> first = results();
        StreamingContext context = start(first::put);
        for (long number = 1; number <= 3; number++) {
            store("a", number * 10);
            store("a", number * 10 + 1);
            tick();
            awaitSize(first, (int) number);
        }
        context.stop(true, true);
        List<Long> all = List.of(10L, 11L, 20L, 21L, 30L, 31L);
        Path from = folder.resolve("checkpoint");
        Path saved = folder.resolve("saved");
        copy(from, saved);
        Path journal = from.resolve("journal/0000000001-00000000");
        byte[] whole = Files.readAllBytes(journal);
        for (int cut = whole.length; cut >= 0; cut -= 13) {
            int length = cut;
            delete(from);
            copy(saved, from);
            Files.write(journal, Arrays.copyOf(whole, length));
            clock = new ManualClock(START + 300);
            Map<Long, List<Long>> again = results();
            StreamingContext next = start(again::put);
            tick();
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> again.containsKey(4L));
            next.stop(true, true);
            List<Long> records = new ArrayList<>();
            again.values().forEach(records::addAll);
            String what = "journal cut at " + length + ": " + again;
            assertEquals(all.subList(all.size() - records.size(), all.size()), records, what);
            assertEquals(0, records.size() % 2, what);
            again.forEach((number, batch) -> assertTrue(
                    batch.isEmpty() || batch.get(0).equals(number * 10) || batch.get(batch.size() - 1) == 31, what));
            if (length == whole.length) {
                assertEquals(Map.of(4L, List.of()), again);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copied = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void windowsReachBackOverARestart() throws IOException {
        Map<Long, List<Long>> windows = results();
        for (long number = 1; number <= 8; number++) {
            StreamingContext context = context();
            context.checkpoint(folder.resolve("checkpoint").toString());
            collect(context.receiverStream(new Fed("a")).window(BATCH.times(3), BATCH), windows::put);
            context.start();
            store("a", number);
            tick();
            awaitSize(windows, (int) number);
            context.stop(true, true);
        }
        assertEquals(List.of(1L, 2L, 3L), windows.get(3L));
        assertEquals(List.of(2L, 3L, 4L), windows.get(4L));
        assertEquals(List.of(3L, 4L, 5L), windows.get(5L));
        assertEquals(List.of(6L, 7L, 8L), windows.get(8L));
        assertEquals("0000000008-00000000", filesOfLog().get(filesOfLog().size() - 1));
        assertTrue(filesOfLog().size() <= 5, filesOfLog()::toString);
    }

    @Test
    void severalReceiversKeepTheirRecordsApart() {
        Map<Long, List<Long>> ofA = results();
        Map<Long, List<Long>> ofB = results();
        for (int run = 1; run <= 2; run++) {
            StreamingContext context = context();
            context.checkpoint(folder.resolve("checkpoint").toString());
            collect(context.receiverStream(new Fed("a")).uid("first"), ofA::put);
            collect(context.receiverStream(new Fed("b")).uid("second"), ofB::put);
            context.start();
            if (run == 1) {
                store("a", 1L);
                store("b", 100L);
                store("a", 2L);
                context.stop(true, false);
            }
        }
        tick();
        awaitSize(ofA, 1);
        awaitSize(ofB, 1);
        assertEquals(Map.of(1L, List.of(1L, 2L)), ofA);
        assertEquals(Map.of(1L, List.of(100L)), ofB);
    }

    @Test
    void whatIsInTheLogIsReadThoughTheLogWasTurnedOff() {
        StreamingContext context = start((number, records) -> {
            throw new IOException("down");
        });
        store("a", 1L);
        tick();
        awaitEnd(context);
        conf.set(MillraceConfig.RECEIVER_LOG_ENABLED, "false");
        Map<Long, List<Long>> results = results();
        StreamingContext without = start(results::put);
        awaitSize(results, 1);
        store("a", 2L);
        tick();
        awaitSize(results, 2);
        without.stop(true, true);
        start(results::put);
        tick();
        awaitSize(results, 3);
        assertEquals(Map.of(1L, List.of(1L), 2L, List.of(2L), 3L, List.of()), results);
    }

    @Test
    void withoutTheLogWhatNoCompleteBatchHasIsLostWithTheDriver() {
        conf.set(MillraceConfig.RECEIVER_LOG_ENABLED, "false");
        StreamingContext context = start((number, records) -> {
            throw new IOException("down");
        });
        store("a", 1L);
        tick();
        awaitEnd(context);
        Map<Long, List<Long>> results = results();
        start(results::put);
        awaitSize(results, 1);
        assertEquals(Map.of(1L, List.of()), results);
        assertFalse(Files.exists(folder.resolve("checkpoint/received")));
    }

    /** What has a form of its own for Java serialization. */
    private static final class Odd implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(java.io.ObjectOutputStream out) throws IOException {
            out.writeInt(7);
        }

        private void readObject(java.io.ObjectInputStream in) throws IOException {
            in.readInt();
        }
    }

    private static final class Oddly extends Receiver<Odd> {
        @Override
        public void onStart() {
            store(new Odd());
        }

        @Override
        public void onStop() {}
    }

    @Test
    void recordsThatALaterVersionCouldNotReadEndTheJob() {
        StreamingContext context = context();
        context.checkpoint(folder.resolve("checkpoint").toString());
        context.receiverStream(new Oddly()).print();
        context.start();
        MillraceException e = assertThrows(MillraceException.class, () -> context.awaitTerminationOrTimeout(20_000));
        assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
        assertTrue(e.getMessage().contains("Odd"), e.getMessage());
    }

    @Test
    void theLogNeedsACheckpoint() {
        StreamingContext context = context();
        context.receiverStream(new Fed("a")).print();
        MillraceException e = assertThrows(MillraceException.class, context::start);
        assertEquals(ErrorCode.CONFIGURATION, e.code());
        assertTrue(e.getMessage().contains(MillraceConfig.RECEIVER_LOG_ENABLED.key()), e.getMessage());
    }
}
