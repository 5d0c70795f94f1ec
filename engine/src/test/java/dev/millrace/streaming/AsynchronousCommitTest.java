package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.checkpoint.DirectoryStorage;
import dev.millrace.checkpoint.JournalStore;
import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch of a job with state runs while what the one before has changed is being written. */
class AsynchronousCommitTest {
    private static final long BATCH = 100;
    private static final long START = 1_700_000_000_000L;
    private static final int COMMIT = 4; // kind of record, see docs/reference/checkpoint-format.md

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(START);
    private final Ledger ledger = new Ledger();
    private final MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("test");
    private final List<StreamingContext> contexts = new ArrayList<>();
    private final Map<Long, Map<Long, Long>> states = Collections.synchronizedMap(new TreeMap<>());
    private final List<Long> completed = Collections.synchronizedList(new ArrayList<>());
    private final List<GatedStorage> gates = new ArrayList<>();

    @AfterEach
    void stop() {
        gates.forEach(GatedStorage::open);
        contexts.forEach(StreamingContext::stop);
    }

    private GatedStorage gated(java.util.function.BiPredicate<String, byte[]> held) {
        GatedStorage gate = new GatedStorage(new DirectoryStorage(folder.resolve("checkpoint")), held);
        gates.add(gate);
        return gate;
    }

    private GatedStorage gatedState() {
        return gated((name, bytes) -> name.startsWith("state/"));
    }

    private static boolean isCommit(String name, byte[] bytes) {
        return name.startsWith("journal/") && bytes[4] == COMMIT && bytes[0] != 'M';
    }

    /** Sums of the ledger's numbers by their last digit. */
    private StreamingContext define() {
        StreamingContext context = new StreamingContext(
                new MillraceContext(conf.clone()), new dev.millrace.streaming.Duration(BATCH), clock);
        contexts.add(context);
        new Ledger.Reader(context, ledger)
                .mapToPair(number -> new Tuple2<>(number % 10, number))
                .updateStateByKey((List<Long> values, Optional<Long> sum) -> Optional.of(
                        sum.orElse(0L) + values.stream().mapToLong(n -> n).sum()))
                .foreachPairRDD((rdd, time) -> {
                    Map<Long, Long> sums = new TreeMap<>();
                    rdd.collect().forEach(pair -> sums.put(pair._1(), pair._2()));
                    states.put(number(time), sums);
                });
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted batch) {
                completed.add(number(batch.batchInfo().batchTime()));
            }
        });
        return context;
    }

    private static long number(Time time) {
        return (time.milliseconds() - START) / BATCH;
    }

    private StreamingContext start(GatedStorage storage) {
        StreamingContext context = define();
        context.start(storage, CheckpointLimits.standard());
        return context;
    }

    private void tick(long number) {
        ledger.add(number);
        clock.advance(BATCH);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(condition);
    }

    private long lastCommit() {
        try (JournalStore store = JournalStore.open(
                new DirectoryStorage(folder.resolve("checkpoint")), CheckpointLimits.standard(), clock)) {
            return store.recovered()
                    .flatMap(progress -> progress.commit())
                    .map(commit -> number(new Time(commit.batchTime())))
                    .orElse(0L);
        }
    }

    @Test
    void oneBatchRunsWhileAnotherIsBeingCommittedAndNoMore() {
        GatedStorage storage = gatedState();
        StreamingContext context = start(storage);
        storage.shut();
        tick(1);
        await(() -> states.containsKey(1L) && storage.isWaitedFor());
        tick(11);
        await(() -> states.containsKey(2L));
        tick(2);
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> context.queuedBatches() == 1 && states.size() == 2 && completed.isEmpty());
        storage.open();
        await(() -> completed.size() == 3);
        assertEquals(List.of(1L, 2L, 3L), completed);
        assertEquals(Map.of(1L, Map.of(1L, 1L), 2L, Map.of(1L, 12L), 3L, Map.of(1L, 12L, 2L, 2L)), states);
        context.stop(true, true);
        assertEquals(3, lastCommit());
    }

    @Test
    void aGracefulStopWaitsForTheCommit() throws Exception {
        GatedStorage storage = gatedState();
        StreamingContext context = start(storage);
        storage.shut();
        tick(1);
        await(() -> states.containsKey(1L) && storage.isWaitedFor());
        Thread stopping = new Thread(() -> context.stop(true, true));
        stopping.start();
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> context.getState() == StreamingContextState.ACTIVE);
        storage.open();
        stopping.join(20_000);
        assertEquals(StreamingContextState.STOPPED, context.getState());
        assertEquals(List.of(1L), completed);
        assertEquals(1, lastCommit());
    }

    @Test
    void aWriteThatFailsEndsTheJobAndItsBatchesRunAgain() {
        GatedStorage storage = gatedState();
        StreamingContext context = start(storage);
        tick(1);
        await(() -> completed.size() == 1);
        storage.shut();
        tick(11);
        await(() -> states.containsKey(2L) && storage.isWaitedFor());
        tick(21);
        await(() -> states.containsKey(3L));
        storage.fail(new IOException("the disk is full"));
        MillraceException e = assertThrows(MillraceException.class, context::awaitTermination);
        assertEquals(ErrorCode.FILE, e.code());
        assertTrue(e.getMessage().contains("the disk is full"), e.getMessage());
        assertEquals(1L, completed.get(0));
        assertEquals(1, lastCommit());
        Map<Long, Map<Long, Long>> before = Map.copyOf(states);
        states.clear();
        start(gatedState());
        await(() -> completed.contains(3L));
        assertEquals(Map.of(2L, before.get(2L), 3L, before.get(3L)), states);
        assertEquals(Map.of(1L, 33L), states.get(3L));
    }

    @Test
    void twoBatchesRunAgainAfterACrashBetweenTheStateAndItsCommit() throws Exception {
        AtomicBoolean commits = new AtomicBoolean();
        GatedStorage storage = gated((name, bytes) -> {
            boolean isCommit = isCommit(name, bytes);
            commits.compareAndSet(false, isCommit);
            return isCommit || name.startsWith("state/");
        });
        start(storage);
        tick(1);
        await(() -> completed.size() == 1);
        storage.shut();
        tick(11);
        await(() -> states.containsKey(2L) && storage.isWaitedFor());
        tick(21);
        await(() -> states.containsKey(3L));
        commits.set(false);
        storage.admitOne();
        await(() -> commits.get() && storage.isWaitedFor());
        copy(folder.resolve("checkpoint"), folder.resolve("after-crash"));
        storage.open();
        contexts.get(0).stop(true, true);
        Map<Long, Map<Long, Long>> before = Map.copyOf(states);
        states.clear();
        completed.clear();
        StreamingContext next = define();
        next.checkpoint(folder.resolve("after-crash").toString());
        next.start();
        await(() -> completed.size() == 2);
        assertEquals(List.of(2L, 3L), completed);
        assertEquals(Map.of(2L, before.get(2L), 3L, before.get(3L)), states);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void whereItIsTurnedOffABatchWaitsForTheCommitBefore() {
        conf.set("millrace.streaming.checkpoint.asynchronous", "false");
        GatedStorage storage = gatedState();
        StreamingContext context = start(storage);
        storage.shut();
        tick(1);
        await(() -> states.containsKey(1L) && storage.isWaitedFor());
        tick(11);
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> context.queuedBatches() == 1 && states.size() == 1);
        storage.open();
        await(() -> completed.size() == 2);
    }
}
