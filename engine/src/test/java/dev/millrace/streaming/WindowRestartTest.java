package dev.millrace.streaming;

import static dev.millrace.streaming.Batches.BATCH;
import static dev.millrace.streaming.Batches.START;
import static dev.millrace.streaming.Batches.awaitEnd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.checkpoint.CheckpointHistory;
import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.checkpoint.DirectoryStorage;
import dev.millrace.checkpoint.JournalStore;
import dev.millrace.checkpoint.Progress;
import dev.millrace.checkpoint.WindowPartial;
import dev.millrace.checkpoint.WindowPartials;
import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.Partitioner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows that outlive their driver, though what their source gave is nowhere any more once its batch is committed. */
class WindowRestartTest {
    private static final int BATCHES = 20;

    @TempDir
    Path folder;

    private ManualClock clock = new ManualClock(START);
    private Ledger ledger = new Ledger();
    private final MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("test");
    private final List<StreamingContext> contexts = new ArrayList<>();
    private Map<String, List<String>> results = Collections.synchronizedMap(new TreeMap<>());
    private volatile long failAt = -1;
    private volatile long complete;

    @AfterEach
    void stop() {
        contexts.forEach(StreamingContext::stop);
    }

    /** Defines streams; the number is how many partitions they shall have. */
    private interface Program extends BiConsumer<DStream<Long>, Integer> {}

    private StreamingContext start(String directory, Program program, int partitions) {
        StreamingContext context = new StreamingContext(new MillraceContext(conf.clone()), BATCH, clock);
        contexts.add(context);
        context.checkpoint(folder.resolve(directory).toString());
        DStream<Long> numbers = new Ledger.Reader(context, ledger);
        program.accept(numbers, partitions);
        numbers.foreachRDD((rdd, time) -> {
            long number = (time.milliseconds() - START) / BATCH.milliseconds();
            if (number == failAt) {
                throw new IOException("down");
            }
            complete = number;
        });
        context.start();
        return context;
    }

    /** Sorted texts of what a stream has, by its name and the number of the batch. */
    private void collect(String name, DStream<?> stream) {
        collectTyped(name, stream);
    }

    private <T> void collectTyped(String name, DStream<T> stream) {
        stream.foreachRDD((rdd, time) -> results.put(
                name + " at " + (time.milliseconds() - START) / BATCH.milliseconds(),
                rdd.collect().stream().map(String::valueOf).sorted().toList()));
    }

    private void tick(long number) {
        clock.advance(BATCH.milliseconds());
        awaitBatch(number);
    }

    private void awaitBatch(long number) {
        StreamingContext running = contexts.get(contexts.size() - 1);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> complete >= number || running.getState() == StreamingContextState.STOPPED);
    }

    private static PairDStream<Long, Long> keyed(DStream<Long> numbers) {
        return numbers.mapToPair(number -> new Tuple2<>(number % 7, number));
    }

    private void allKinds(DStream<Long> numbers, int partitions) {
        PairDStream<Long, Long> keyed = keyed(numbers);
        for (int[] window : new int[][] {{2, 1}, {3, 1}, {5, 1}, {6, 4}, {10, 4}, {4, 4}, {2, 4}, {1, 1}}) {
            Duration length = BATCH.times(window[0]);
            Duration slide = BATCH.times(window[1]);
            String name = window[0] + "/" + window[1];
            collect("max " + name, keyed.reduceByKeyAndWindow(Long::max, length, slide, partitions));
            collect(
                    "sum " + name,
                    keyed.reduceByKeyAndWindow(
                            Long::sum, (all, left) -> all - left, length, slide, partitions, pair -> pair._2() != 0));
            collect("count " + name, numbers.countByWindow(length, slide));
            collect("values " + name, numbers.map(n -> n % 3).countByValueAndWindow(length, slide, partitions));
            collect("all " + name, numbers.reduceByWindow(Long::max, length, slide));
        }
        PairDStream<Long, Long> inner =
                keyed.reduceByKeyAndWindow(Long::sum, (all, left) -> all - left, BATCH.times(4), BATCH.times(2));
        collect("outer", inner.reduceByKeyAndWindow(Long::max, BATCH.times(10), BATCH.times(2), partitions));
        PairDStream<Long, Long> states = keyed.updateStateByKey((List<Long> values, Optional<Long> sum) ->
                Optional.of(sum.orElse(0L) + values.stream().mapToLong(n -> n).sum()));
        collect("states", states.reduceByKeyAndWindow(Long::sum, BATCH.times(3), BATCH, partitions));
    }

    private void add(Random random) {
        ledger.add(LongStream.generate(() -> 1 + random.nextInt(1_000))
                .limit(random.nextInt(6))
                .toArray());
    }

    /** What the program gives when nothing goes wrong. */
    private Map<String, List<String>> undisturbed(Program program, long seed) {
        Random random = new Random(seed);
        StreamingContext context = start("undisturbed", program, 2);
        for (int batch = 1; batch <= BATCHES; batch++) {
            add(random);
            tick(batch);
        }
        context.stop(true, true);
        Map<String, List<String>> all = results;
        results = Collections.synchronizedMap(new TreeMap<>());
        clock = new ManualClock(START);
        ledger = new Ledger();
        complete = 0;
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyRestartsGiveWhatOneRunGives(long seed) {
        Map<String, List<String>> expected = undisturbed(this::allKinds, seed);
        Random random = new Random(seed);
        Random chance = new Random(seed + 100);
        StreamingContext context = null;
        for (int batch = 1; batch <= BATCHES; batch++) {
            if (context == null) {
                context = start("disturbed", this::allKinds, 1 + chance.nextInt(5));
                awaitBatch(batch - 1);
            }
            add(random);
            boolean fails = chance.nextInt(5) == 0;
            failAt = fails ? batch : -1;
            tick(batch);
            failAt = -1;
            if (fails || chance.nextInt(4) == 0) {
                context.stop(true, !fails);
                context = null;
                if (!fails) {
                    ledger.expire();
                }
            }
        }
        if (context == null) {
            context = start("disturbed", this::allKinds, 3);
            awaitBatch(BATCHES);
        }
        context.stop(true, true);
        assertEquals(expected, results);
    }

    @Test
    void nothingThatIsCommittedIsReadAgain() {
        Map<String, List<String>> expected = undisturbed(this::allKinds, 7);
        Random random = new Random(7);
        for (int batch = 1; batch <= BATCHES; batch++) {
            StreamingContext context = start("disturbed", this::allKinds, 2);
            add(random);
            tick(batch);
            context.stop(true, true);
            ledger.expire();
        }
        assertEquals(expected, results);
    }

    private void sums(DStream<Long> numbers, int length) {
        collect(
                "sum",
                numbers.mapToPair(n -> new Tuple2<>("all", n))
                        .reduceByKeyAndWindow(Long::sum, (all, left) -> all - left, BATCH.times(length), BATCH)
                        .uid("sums")
                        .values());
    }

    private void run(Program program, int from, int to) {
        StreamingContext context = start("checkpoint", program, 2);
        for (int batch = from; batch <= to; batch++) {
            ledger.add(batch);
            tick(batch);
        }
        context.stop(true, true);
        ledger.expire();
    }

    private List<Long> found(String name, int from, int to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(batch -> Long.valueOf(String.join("", results.get(name + " at " + batch))))
                .toList();
    }

    @Test
    void aWindowThatIsLongerThanBeforeBeginsWithWhatThereIs() {
        run((numbers, unused) -> sums(numbers, 3), 1, 3);
        run((numbers, unused) -> sums(numbers, 5), 4, 5);
        run((numbers, unused) -> sums(numbers, 5), 6, 9);
        assertEquals(List.of(1L, 3L, 6L), found("sum", 1, 3));
        assertEquals(List.of(2 + 3 + 4L, 2 + 3 + 4 + 5L, 2 + 3 + 4 + 5 + 6L, 25L, 30L, 35L), found("sum", 4, 9));
    }

    @Test
    void aWindowThatIsShorterThanBeforeIsExact() {
        run((numbers, unused) -> sums(numbers, 5), 1, 6);
        run((numbers, unused) -> sums(numbers, 2), 7, 8);
        assertEquals(List.of(13L, 15L), found("sum", 7, 8));
    }

    @Test
    void aWindowThatIsNewBeginsWithItsFirstBatch() {
        run((numbers, unused) -> sums(numbers, 3), 1, 3);
        run(
                (numbers, unused) -> {
                    sums(numbers, 3);
                    collect("new", numbers.reduceByWindow(Long::sum, BATCH.times(4), BATCH));
                },
                4,
                6);
        assertEquals(List.of(9L, 12L, 15L), found("sum", 4, 6));
        assertEquals(List.of(4L, 9L, 15L), found("new", 4, 6));
    }

    @Test
    void anotherTimeBetweenPartialResultsBeginsAnew() {
        for (int slide : new int[] {2, 3}) {
            run(
                    (numbers, unused) -> collect(
                            "sum",
                            numbers.window(BATCH, BATCH.times(slide))
                                    .reduceByWindow(Long::sum, BATCH.times(6), BATCH.times(slide))
                                    .uid("sums")),
                    slide == 2 ? 1 : 7,
                    slide == 2 ? 6 : 12);
        }
        assertEquals(List.of("12"), results.get("sum at 6"));
        assertEquals(List.of("9"), results.get("sum at 9"));
        assertEquals(List.of("21"), results.get("sum at 12"));
    }

    @Test
    void windowsThatVanishedAreListedUnlessTheyMayGo() {
        run((numbers, unused) -> sums(numbers, 3), 1, 2);
        Program without = (numbers, unused) -> collect("numbers", numbers);
        MillraceException e = assertThrows(MillraceException.class, () -> start("checkpoint", without, 1));
        assertEquals(ErrorCode.CHECKPOINT, e.code());
        assertTrue(e.getMessage().contains("windows that the program has no more: [sums]"), e.getMessage());
        conf.set(MillraceConfig.CHECKPOINT_ALLOW_DROPPED, "true");
        run(without, 3, 3);
        conf.set(MillraceConfig.CHECKPOINT_ALLOW_DROPPED, "false");
        run(without, 4, 4);
        assertEquals(List.of("4"), results.get("numbers at 4"));
        assertEquals(List.of(), windows());
    }

    private List<WindowPartials> windows() {
        return CheckpointHistory.read(new DirectoryStorage(folder.resolve("checkpoint")))
                .now()
                .flatMap(Progress::windows)
                .orElse(List.of());
    }

    @Test
    void theNameOfWhatComesOfAWindowIsThatOfTheWindow() {
        run(
                (numbers, unused) -> {
                    collect(
                            "a",
                            numbers.reduceByWindow(Long::sum, BATCH.times(3), BATCH)
                                    .uid("a"));
                    collect("b", numbers.countByWindow(BATCH.times(3), BATCH).uid("b"));
                    collect(
                            "c",
                            numbers.countByValueAndWindow(BATCH.times(3), BATCH).uid("c"));
                },
                1,
                1);
        assertEquals(
                List.of("a", "b", "c"),
                windows().stream().map(WindowPartials::operator).toList());
    }

    @Test
    void partialResultsGoWhenNoWindowReachesBackToThem() {
        run((numbers, unused) -> sums(numbers, 3), 1, 9);
        WindowPartials window = windows().get(0);
        assertEquals(
                List.of(START + 800, START + 900),
                window.partials().stream().map(WindowPartial::batch).toList());
        assertEquals(BATCH.milliseconds(), window.stepMillis());
    }

    @Test
    void rangesAreNotKeptForWindows() {
        StreamingContext context = new StreamingContext(new MillraceContext(conf.clone()), BATCH, clock);
        contexts.add(context);
        DStream<Long> numbers = new Ledger.Reader(context, ledger);
        sums(numbers, 50);
        numbers.foreachRDD((rdd, time) -> complete = (time.milliseconds() - START) / BATCH.milliseconds());
        context.start(
                new DirectoryStorage(folder.resolve("checkpoint")),
                new CheckpointLimits(Long.MAX_VALUE, 2, 1 << 20, 2));
        for (int batch = 1; batch <= 20; batch++) {
            ledger.add(batch);
            tick(batch);
        }
        context.stop(true, true);
        Progress progress = CheckpointHistory.read(new DirectoryStorage(folder.resolve("checkpoint")))
                .now()
                .orElseThrow();
        assertEquals(20, progress.windows().orElseThrow().get(0).partials().size());
        assertTrue(
                progress.batches().size() < 8, "ranges: " + progress.batches().keySet());
    }

    @Test
    void aJobThatGoesBackHasTheWindowsOfThen() {
        run((numbers, unused) -> sums(numbers, 4), 1, 8);
        DirectoryStorage storage = new DirectoryStorage(folder.resolve("checkpoint"));
        Progress back = CheckpointHistory.read(storage).at(START + 600);
        try (JournalStore store = JournalStore.open(storage, CheckpointLimits.standard(), clock)) {
            store.begin(back);
        }
        results.clear();
        complete = 6;
        ledger = new Ledger();
        ledger.add(0, 0, 0, 0, 0, 0);
        ledger.expire();
        ledger.add(7, 8);
        start("checkpoint", (numbers, unused) -> sums(numbers, 4), 2);
        awaitBatch(8);
        assertEquals(List.of(22L, 26L), found("sum", 7, 8));
    }

    /** In no order that the engine knows of. */
    static final class ByParity extends Partitioner {
        private static final long serialVersionUID = 1L;

        @Override
        public int numPartitions() {
            return 2;
        }

        @Override
        public int getPartition(@Nullable Object key) {
            return (int) (((Long) java.util.Objects.requireNonNull(key)) % 2);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ByParity;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void aPartitionerOfTheProgramsOwnWillDo() {
        for (int batch = 1; batch <= 4; batch++) {
            boolean own = batch % 2 == 1;
            run(
                    (numbers, unused) -> {
                        PairDStream<Long, Long> keyed = numbers.flatMap(
                                        n -> List.of(n, n + 10, n + 20).iterator())
                                .mapToPair(n -> new Tuple2<>(n % 5, n));
                        collect(
                                "sum",
                                own
                                        ? keyed.reduceByKeyAndWindow(Long::sum, BATCH.times(4), BATCH, new ByParity())
                                        : keyed.reduceByKeyAndWindow(Long::sum, BATCH.times(4), BATCH, 3));
                    },
                    batch,
                    batch);
        }
        assertEquals(List.of("(1,33)", "(2,36)", "(3,39)", "(4,42)"), results.get("sum at 4"));
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        StreamingContext context = start(
                "checkpoint",
                (numbers, unused) -> numbers.map(n -> new StateRestartTest.Locale())
                        .reduceByWindow((first, second) -> first, BATCH.times(3), BATCH)
                        .foreachRDD(rdd -> {}),
                1);
        ledger.add(1);
        clock.advance(BATCH.milliseconds());
        awaitEnd(context);
        MillraceException e = assertThrows(MillraceException.class, context::awaitTermination);
        assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
    }
}
