package dev.millrace.streaming;

import static dev.millrace.streaming.Batches.BATCH;
import static dev.millrace.streaming.Batches.START;
import static dev.millrace.streaming.Batches.awaitEnd;
import static dev.millrace.streaming.Batches.awaitSize;
import static dev.millrace.streaming.Batches.collect;
import static dev.millrace.streaming.Batches.results;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.checkpoint.DirectoryStorage;
import dev.millrace.checkpoint.FencedException;
import dev.millrace.checkpoint.JournalStore;
import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts that end at a bad moment, and those that go on from their checkpoint. */
class RestartTest {
    @TempDir
    Path folder;

    private ManualClock clock = new ManualClock(START);
    private final Ledger ledger = new Ledger();
    private final MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("test");
    private final List<StreamingContext> contexts = new ArrayList<>();

    @AfterEach
    void stop() {
        contexts.forEach(StreamingContext::stop);
    }

    private StreamingContext context() {
        StreamingContext context = new StreamingContext(new MillraceContext(conf.clone()), BATCH, clock);
        contexts.add(context);
        context.checkpoint(folder.resolve("checkpoint").toString());
        return context;
    }

    private StreamingContext start(Batches.OnBatch onBatch) {
        StreamingContext context = context();
        collect(new Ledger.Reader(context, ledger), onBatch);
        context.start();
        return context;
    }

    private void tick() {
        clock.advance(BATCH.milliseconds());
    }

    @Test
    void goesOnAfterTheLastCompleteBatch() {
        Map<Long, List<Long>> first = results();
        ledger.add(1, 2);
        StreamingContext context = start(first::put);
        tick();
        awaitSize(first, 1);
        ledger.add(3);
        tick();
        awaitSize(first, 2);
        context.stop(true, true);

        Map<Long, List<Long>> second = results();
        ledger.add(4, 5);
        start(second::put);
        tick();
        awaitSize(second, 1);
        assertEquals(Map.of(1L, List.of(1L, 2L), 2L, List.of(3L)), first);
        assertEquals(Map.of(3L, List.of(4L, 5L)), second);
    }

    @Test
    void aBatchThatFailedRunsAgainWithTheSameRecords() {
        ledger.add(1, 2);
        StreamingContext context = start((number, records) -> {
            throw new IOException("the outside world is down");
        });
        tick();
        awaitEnd(context);
        ledger.add(3);

        Map<Long, List<Long>> second = results();
        start(second::put);
        awaitSize(second, 1);
        assertEquals(Map.of(1L, List.of(1L, 2L)), second, "the batch runs again before the clock moves");
        tick();
        awaitSize(second, 2);
        assertEquals(Map.of(1L, List.of(1L, 2L), 2L, List.of(3L)), second);
    }

    @Test
    void batchesThatWaitedRunAgainInTheirOrder() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        StreamingContext context = start((number, records) -> {
            started.countDown();
            stuck.await();
        });
        for (long number = 1; number <= 4; number++) {
            ledger.add(number);
            tick();
            long waiting = number - 1;
            assertTrue(started.await(20, TimeUnit.SECONDS));
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> context.queuedBatches() == waiting);
        }
        context.stop(true, false);

        List<Long> order = Collections.synchronizedList(new ArrayList<>());
        Map<Long, List<Long>> second = results();
        start((number, records) -> {
            order.add(number);
            second.put(number, records);
        });
        awaitSize(second, 4);
        assertEquals(List.of(1L, 2L, 3L, 4L), order);
        assertEquals(Map.of(1L, List.of(1L), 2L, List.of(2L), 3L, List.of(3L), 4L, List.of(4L)), second);
    }

    @Test
    void ticksThatWereMissedAreMade() {
        Map<Long, List<Long>> first = results();
        StreamingContext context = start(first::put);
        tick();
        awaitSize(first, 1);
        context.stop(true, true);
        ledger.add(1);
        for (int i = 0; i < 5; i++) {
            tick();
        }
        Map<Long, List<Long>> second = results();
        start(second::put);
        awaitSize(second, 5);
        assertEquals(
                Map.of(2L, List.of(1L), 3L, List.of(), 4L, List.of(), 5L, List.of(), 6L, List.of()),
                Map.copyOf(second));
    }

    /** Every prefix of the journal is what some crash leaves: ranges written, batch run, batch committed, and in between. */
    @Test
    void fromEveryPrefixOfTheJournalEachRecordIsInOneBatch() throws IOException {
        Map<Long, List<Long>> first = results();
        StreamingContext context = start(first::put);
        for (long number = 1; number <= 3; number++) {
            ledger.add(number * 10, number * 10 + 1);
            tick();
            awaitSize(first, (int) number);
        }
        context.stop(true, true);
        List<Long> all = List.of(10L, 11L, 20L, 21L, 30L, 31L);
        Path journal = folder.resolve("checkpoint/journal/0000000001-00000000");
        byte[] whole = Files.readAllBytes(journal);
        byte[] epoch = Files.readAllBytes(folder.resolve("checkpoint/epochs/0000000001"));
        for (int cut = whole.length; cut >= 0; cut -= 7) {
            int length = cut;
            delete(folder.resolve("checkpoint"));
            Files.createDirectories(journal.getParent());
            Files.write(journal, Arrays.copyOf(whole, length));
            Files.createDirectories(folder.resolve("checkpoint/epochs"));
            Files.write(folder.resolve("checkpoint/epochs/0000000001"), epoch);
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

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void windowsReachBackOverARestart() {
        Map<Long, List<Long>> sums = results();
        Consumer<StreamingContext> define = context -> {
            DStream<Long> numbers = new Ledger.Reader(context, ledger);
            PairDStream<String, Long> keyed = numbers.mapToPair(number -> new Tuple2<>("all", number));
            Duration length = BATCH.times(3);
            collect(
                    keyed.reduceByKeyAndWindow(Long::sum, length, BATCH)
                            .union(keyed.reduceByKeyAndWindow(Long::sum, (all, left) -> all - left, length, BATCH))
                            .union(keyed.window(length, BATCH).reduceByKey(Long::sum))
                            .map(Tuple2::_2),
                    sums::put);
        };
        for (long number = 1; number <= 6; number++) {
            StreamingContext context = context();
            define.accept(context);
            context.start();
            ledger.add(number);
            tick();
            awaitSize(sums, (int) number);
            context.stop(true, true);
        }
        List<Long> expected = List.of(1L, 3L, 6L, 9L, 12L, 15L);
        for (int i = 0; i < 6; i++) {
            assertEquals(Collections.nCopies(3, expected.get(i)), sums.get(i + 1L), "batch " + (i + 1));
        }
    }

    @Test
    void filesAreTakenOnceEachOverRestarts() throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(files.resolve("old"), "0\n");
        Map<Long, List<Long>> taken = results();
        for (long number = 1; number <= 4; number++) {
            StreamingContext context = context();
            collect(context.textFileStream(files.toString()).map(Long::parseLong), taken::put);
            context.start();
            Files.writeString(files.resolve("file-" + number), number + "\n");
            tick();
            awaitSize(taken, (int) number);
            context.stop(true, true);
            if (number == 2) {
                Files.writeString(files.resolve("meanwhile"), "100\n");
            }
        }
        assertEquals(Map.of(1L, List.of(1L), 2L, List.of(2L), 3L, List.of(3L, 100L), 4L, List.of(4L)), taken);
    }

    @Test
    void generatedNumbersGoOn() {
        List<Long> numbers = Collections.synchronizedList(new ArrayList<>());
        Map<Long, List<Long>> batches = results();
        for (int run = 1; run <= 3; run++) {
            StreamingContext context = context();
            collect(context.rateStream(25, number -> number), (number, records) -> {
                numbers.addAll(records);
                batches.put(number, records);
            });
            context.start();
            tick();
            awaitSize(batches, run);
            context.stop(true, true);
        }
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L), numbers);
    }

    @Test
    void aQueueCannotGoOnAndSaysSo() {
        Queue<dev.millrace.rdd.RDD<Long>> queue = new ArrayDeque<>();
        Map<Long, List<Long>> first = results();
        StreamingContext context = context();
        collect(context.queueStream(queue), first::put);
        context.start();
        tick();
        awaitSize(first, 1);
        context.stop(true, true);

        StreamingContext next = context();
        collect(next.queueStream(queue), first::put);
        MillraceException e = assertThrows(MillraceException.class, next::start);
        assertEquals(ErrorCode.CHECKPOINT, e.code());
        assertTrue(e.getMessage().contains("queue-0 cannot go on"), e.getMessage());
    }

    @Test
    void inputsThatVanishedAreListedUnlessTheyMayGo() {
        Map<Long, List<Long>> first = results();
        StreamingContext context = context();
        collect(new Ledger.Reader(context, ledger).uid("orders").union(context.rateStream(10, n -> n)), first::put);
        context.start();
        tick();
        awaitSize(first, 1);
        context.stop(true, true);

        StreamingContext renamed = context();
        collect(new Ledger.Reader(renamed, ledger).uid("purchases"), first::put);
        MillraceException e = assertThrows(MillraceException.class, renamed::start);
        assertEquals(ErrorCode.CHECKPOINT, e.code());
        assertTrue(e.getMessage().contains("[orders, rate-0]; it has [purchases]"), e.getMessage());

        conf.set(MillraceConfig.CHECKPOINT_ALLOW_DROPPED, "true");
        Map<Long, List<Long>> second = results();
        ledger.add(7);
        StreamingContext dropped = context();
        collect(new Ledger.Reader(dropped, ledger).uid("purchases"), second::put);
        dropped.start();
        tick();
        awaitSize(second, 1);
        assertEquals(Map.of(2L, List.of(7L)), second);
        dropped.stop(true, true);

        conf.set(MillraceConfig.CHECKPOINT_ALLOW_DROPPED, "false");
        StreamingContext after = context();
        collect(new Ledger.Reader(after, ledger).uid("purchases"), second::put);
        after.start();
    }

    @Test
    void operationsThatAreAddedDoNotRenameInputs() {
        Map<Long, List<Long>> results = results();
        StreamingContext context = start(results::put);
        tick();
        awaitSize(results, 1);
        context.stop(true, true);
        ledger.add(5);
        StreamingContext changed = context();
        changed.rateStream(10, n -> n).map(n -> n).foreachRDD(rdd -> {});
        collect(new Ledger.Reader(changed, ledger).filter(n -> n > 0).map(n -> n * 2), results::put);
        changed.start();
        tick();
        awaitSize(results, 2);
        assertEquals(List.of(10L), results.get(2L));
    }

    @Test
    void anIntervalChangesAtABatchBoundary() {
        Map<Long, List<Long>> first = results();
        ledger.add(1);
        StreamingContext context = start(first::put);
        tick();
        awaitSize(first, 1);
        context.stop(true, true);
        conf.set(MillraceConfig.BATCH_INTERVAL, "70ms");
        ledger.add(2);
        Map<Long, List<Long>> second = results();
        StreamingContext changed = context();
        new Ledger.Reader(changed, ledger).foreachRDD((rdd, time) -> second.put(time.milliseconds(), rdd.collect()));
        changed.start();
        clock.advance(70);
        awaitSize(second, 1);
        long next = Math.floorDiv(START + 100, 70) * 70 + 70;
        assertEquals(Map.of(next, List.of(2L)), second);
    }

    @Test
    void anIntervalDoesNotChangeUnderABatchThatIsNotComplete() {
        StreamingContext context = start((number, records) -> {
            throw new IOException("down");
        });
        tick();
        awaitEnd(context);
        conf.set(MillraceConfig.BATCH_INTERVAL, "70ms");
        MillraceException e = assertThrows(MillraceException.class, () -> start((number, records) -> {}));
        assertEquals(ErrorCode.CHECKPOINT, e.code());
        assertTrue(e.getMessage().contains("was 100 ms and is 70 ms now"), e.getMessage());
    }

    @Test
    void aDriverThatWasReplacedEndsAndCommitsNothing() throws Exception {
        Map<Long, List<Long>> results = results();
        StreamingContext old = start(results::put);
        tick();
        awaitSize(results, 1);
        try (JournalStore newer = JournalStore.open(
                new DirectoryStorage(folder.resolve("checkpoint")), CheckpointLimits.standard(), clock)) {
            tick();
            awaitEnd(old);
            MillraceException e = assertThrows(MillraceException.class, old::awaitTermination);
            assertInstanceOf(FencedException.class, e);
            assertEquals(
                    START + 100,
                    newer.recovered().orElseThrow().commit().orElseThrow().batchTime());
        }
    }

    @Test
    void aDriverThatWasReplacedSaysSoWhateverFailsFirst() throws Exception {
        CountDownLatch replaced = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        StreamingContext old = start((number, records) -> {
            started.countDown();
            replaced.await();
            throw new IOException("the other one has the table locked");
        });
        tick();
        assertTrue(started.await(20, TimeUnit.SECONDS));
        JournalStore.open(new DirectoryStorage(folder.resolve("checkpoint")), CheckpointLimits.standard(), clock)
                .close();
        replaced.countDown();
        awaitEnd(old);
        assertThrows(FencedException.class, old::awaitTermination);
    }

    @Test
    void getOrCreateDefinesTheStreamsAtEveryStart() {
        Map<Long, List<Long>> results = results();
        String directory = folder.resolve("other").toString();
        for (int run = 1; run <= 2; run++) {
            ledger.add(run);
            StreamingContext context = StreamingContext.getOrCreate(directory, () -> {
                StreamingContext made = new StreamingContext(new MillraceContext(conf.clone()), BATCH, clock);
                collect(new Ledger.Reader(made, ledger), results::put);
                return made;
            });
            contexts.add(context);
            context.start();
            tick();
            awaitSize(results, run);
            context.stop(true, true);
        }
        assertEquals(Map.of(1L, List.of(1L), 2L, List.of(2L)), results);
        assertTrue(Files.isDirectory(folder.resolve("other/journal")));
    }

    @Test
    void theConfiguredDirectoryWins() {
        conf.set(
                MillraceConfig.CHECKPOINT_DIRECTORY,
                folder.resolve("configured").toUri().toString());
        start((number, records) -> {});
        assertTrue(Files.isDirectory(folder.resolve("configured/journal")));
        assertTrue(Files.notExists(folder.resolve("checkpoint")));
    }

    @Test
    void aPlaceThatNothingServesIsAClearError() {
        conf.set(MillraceConfig.CHECKPOINT_DIRECTORY, "s3a://bucket/job");
        MillraceException e = assertThrows(MillraceException.class, () -> start((number, records) -> {}));
        assertEquals(ErrorCode.CONFIGURATION, e.code());
        assertTrue(e.getMessage().contains("s3a:"), e.getMessage());
    }

    @Test
    void whatTheFactoryThrowsIsNamed() {
        IOException cause = new IOException("no such table");
        MillraceException e = assertThrows(
                MillraceException.class,
                () -> StreamingContext.getOrCreate("unused", () -> {
                    throw cause;
                }));
        assertEquals(ErrorCode.PROGRAM_FAILED, e.code());
        assertSame(cause, e.getCause());
    }
}
