package dev.millrace.benchmarks.millrace.state;

import dev.millrace.benchmarks.corpus.Corpus;
import dev.millrace.benchmarks.corpus.CorpusSpec;
import dev.millrace.benchmarks.files.ScratchDirectory;
import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.checkpoint.DirectoryStorage;
import dev.millrace.checkpoint.JournalStore;
import dev.millrace.checkpoint.Progress;
import dev.millrace.checkpoint.StatePart;
import dev.millrace.clock.SystemClock;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Function3;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.State;
import dev.millrace.streaming.StateSpec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Measures, on stdout, what checkpoints of state cost. Arguments: number of keys, number of batches, and a directory for
 * checkpoints, which is made and deleted.
 */
public final class StateBenchmark {
    private static final int LOADING_BATCHES = 100;
    private static final int ROUNDS = 5;
    private static final int TEXT = 90;
    private static final CorpusSpec CORPUS = new CorpusSpec(1, 30_000, 200_000);
    private static final long LINES_PER_BATCH = 500_000;

    private final int keys;
    private final int batches;
    private final ScratchDirectory scratch;

    private StateBenchmark(int keys, int batches, ScratchDirectory scratch) {
        this.keys = keys;
        this.batches = batches;
        this.scratch = scratch;
    }

    /** Runs all of it. */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException("expected KEYS BATCHES DIRECTORY, found " + Arrays.toString(args));
        }
        try (ScratchDirectory scratch = ScratchDirectory.at(Path.of(args[2]))) {
            StateBenchmark benchmark =
                    new StateBenchmark(Integer.parseInt(args[0]), Integer.parseInt(args[1]), scratch);
            benchmark.pauses();
            benchmark.restore();
            benchmark.costOfThroughput("word count with state", StateBenchmark::countWithState);
            benchmark.costOfThroughput("windowed word count", StateBenchmark::countInWindows);
        }
    }

    private void pauses() throws Exception {
        List<Batches.Took> with;
        long now;
        try (Batches job = new Batches(0, Optional.of(scratch.path()))) {
            with = run(job);
            now = job.now();
        }
        try (Batches job = new Batches(0, Optional.empty())) {
            List<Batches.Took> without = run(job);
            report("output ends until the next batch may begin, with checkpoint", with, Batches.Took::pause);
            report("output ends until the next batch may begin, without", without, Batches.Took::pause);
            report("output ends until the batch is committed", with, Batches.Took::commit);
            report("start until output ends, with checkpoint", with, Batches.Took::output);
            report("start until output ends, without", without, Batches.Took::output);
        }
        restart("of Long to Long", now, this::defineSums);
    }

    private List<Batches.Took> run(Batches job) throws InterruptedException {
        defineSums(job);
        job.context().start();
        job.run(LOADING_BATCHES);
        return job.runOnTime(batches);
    }

    /** A hundredth of the keys in each batch; first all of them in turn, then at random. */
    private void defineSums(Batches job) {
        int count = keys;
        Function3<Long, Optional<Long>, State<Long>, Long> add = (key, value, state) -> {
            state.update(state.getOption().orElse(0L) + value.orElse(0L));
            return key;
        };
        records(job, n -> n < count ? n : Math.floorMod(scattered(n), (long) count))
                .mapWithState(StateSpec.function(add))
                .uid("state")
                .foreachRDD(rdd -> rdd.count());
    }

    /** As {@link #defineSums}, with values of {@link #TEXT} characters. */
    private void defineTexts(Batches job) {
        Function3<Long, Optional<Long>, State<String>, Long> keep = (key, value, state) -> {
            state.update(String.format("%0" + TEXT + "d", key));
            return key;
        };
        records(job, n -> n).mapWithState(StateSpec.function(keep)).uid("state").foreachRDD(rdd -> rdd.count());
    }

    private PairDStream<Long, Long> records(Batches job, Function<Long, Long> key) {
        return job.context().rateStream(keys / LOADING_BATCHES, n -> n).mapToPair(n -> new Tuple2<>(key.call(n), n));
    }

    private static long scattered(long n) {
        long mixed = n * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }

    private void restore() throws Exception {
        long now;
        try (Batches job = new Batches(0, Optional.of(scratch.path()))) {
            defineTexts(job);
            job.context().start();
            job.run(LOADING_BATCHES);
            now = job.now();
        }
        restart("of Long to texts", now, this::defineTexts);
    }

    private void restart(String what, long now, Consumer<Batches> define) throws Exception {
        long bytes = stateBytes();
        try (Batches job = new Batches(now, Optional.of(scratch.path()))) {
            define.accept(job);
            long processor = processorNanos();
            job.context().start();
            double seconds = job.run(1) / 1e9;
            System.out.printf(
                    "restart until the first batch is committed: %.1f s, and %.1f s of processor time, for %,d keys %s, %.0f"
                            + " MB in the checkpoint%n",
                    seconds, (processorNanos() - processor) / 1e9, keys, what, bytes / 1e6);
        } finally {
            scratch.clear();
        }
    }

    /** What this process has used of all cores: it says more than the time does where others use them too. */
    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private long stateBytes() {
        try (JournalStore store = JournalStore.open(
                new DirectoryStorage(scratch.path()), CheckpointLimits.standard(), new SystemClock())) {
            Progress progress = store.recovered().orElseThrow();
            store.begin(progress);
            return store.state("state").stream().mapToLong(StatePart::length).sum();
        }
    }

    /** Rounds with and without checkpoint take turns. */
    private void costOfThroughput(String what, Consumer<PairDStream<String, Integer>> count) throws Exception {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double with = linesPerSecond(Optional.of(scratch.path()), count);
            scratch.clear();
            double without = linesPerSecond(Optional.empty(), count);
            if (round > 0) { // the first one warms the compiler
                ratios.add(with / without);
                System.out.printf("%s: %,.0f lines/s, without checkpoint %,.0f%n", what, with, without);
            }
        }
        ratios.sort(Comparator.naturalOrder());
        System.out.printf(
                "cost of the checkpoint at %s: %.1f %% of throughput, median of %d rounds (%.1f to %.1f)%n",
                what,
                100 - 100 * ratios.get(ROUNDS / 2),
                ROUNDS,
                100 - 100 * ratios.get(ROUNDS - 1),
                100 - 100 * ratios.get(0));
    }

    private static void countWithState(PairDStream<String, Integer> words) {
        Function2<Integer, Integer, Integer> plus = Integer::sum;
        Function3<String, Optional<Integer>, State<Long>, String> add = (word, count, state) -> {
            state.update(state.getOption().orElse(0L) + count.orElse(0));
            return word;
        };
        words.reduceByKey(plus).mapWithState(StateSpec.function(add)).foreachRDD(rdd -> rdd.count());
    }

    private static void countInWindows(PairDStream<String, Integer> words) {
        words.reduceByKeyAndWindow(Integer::sum, (all, left) -> all - left, Durations.seconds(10), Durations.seconds(1))
                .foreachRDD(rdd -> rdd.count());
    }

    private static double linesPerSecond(Optional<Path> checkpoint, Consumer<PairDStream<String, Integer>> count)
            throws InterruptedException {
        int measured = 10;
        try (Batches job = new Batches(0, checkpoint)) {
            PairDStream<String, Integer> words = job.context()
                    .rateStream(LINES_PER_BATCH, n -> Corpus.of(CORPUS).line(n))
                    .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                    .mapToPair(word -> new Tuple2<>(word, 1));
            count.accept(words);
            job.context().start();
            job.run(2);
            return LINES_PER_BATCH * measured / (job.run(measured) / 1e9);
        }
    }

    private static void report(String what, List<Batches.Took> all, ToLongFunction<Batches.Took> part) {
        List<Long> sorted = all.stream().map(part::applyAsLong).sorted().toList();
        System.out.printf(
                "%s: p50 %.1f ms, p99 %.1f ms, max %.1f ms, %d batches%n",
                what,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6,
                sorted.get(sorted.size() - 1) / 1e6,
                sorted.size());
    }
}
