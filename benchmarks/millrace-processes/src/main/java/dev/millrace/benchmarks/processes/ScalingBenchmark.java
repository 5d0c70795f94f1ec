package dev.millrace.benchmarks.processes;

import dev.millrace.benchmarks.files.ScratchDirectory;
import dev.millrace.function.Function3;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.JobListener;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.TaskContext;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.MapWithStateDStream;
import dev.millrace.streaming.State;
import dev.millrace.streaming.StateSpec;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.scheduler.BatchInfo;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Measures, on stdout, how long batches of a job with state are delayed while its executors become four, and two again.
 * Arguments: number of keys, the batch interval in milliseconds, rounds, and a directory for the checkpoint, which is made and deleted.
 */
public final class ScalingBenchmark {
    private static final int FEW = 2;
    private static final int MANY = 4;
    private static final int PARTITIONS = 8;

    /** Batches that bring all keys, and those of each part that is measured. */
    private static final int LOADING_BATCHES = 100;

    private static final int BATCHES = 30;
    private static final long PATIENCE_SECONDS = 120;

    /** So many tasks of the longest batch are shown. */
    private static final int SHOWN_TASKS = 4;

    private final int keys;
    private final long interval;
    private final int rounds;
    private final Path directory;
    private final List<BatchInfo> completed = Collections.synchronizedList(new ArrayList<>());

    /** Records of all batches so far, and the sum of the state, by batch. */
    private final Map<Long, Long> records = new ConcurrentSkipListMap<>();

    private final Map<Long, Long> sums = new ConcurrentSkipListMap<>();
    private volatile boolean adding;
    private long total; // for the output's thread

    /** The executor of each partition of the state, by batch. */
    private final ConcurrentSkipListMap<Long, Map<Integer, String>> places = new ConcurrentSkipListMap<>();

    /** A task that has ended, as the driver has heard of it. */
    private record Ended(JobListener.TaskEnded task, long millis) {}

    private final Map<Long, List<Ended>> tasks = new ConcurrentHashMap<>();

    private ScalingBenchmark(int keys, long interval, int rounds, Path directory) {
        this.keys = keys;
        this.interval = interval;
        this.rounds = rounds;
        this.directory = directory;
    }

    /** Runs all of it. */
    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            throw new IllegalArgumentException(
                    "expected KEYS INTERVAL_MILLIS ROUNDS DIRECTORY, found " + Arrays.toString(args));
        }
        try (ScratchDirectory scratch = ScratchDirectory.at(Path.of(args[3]))) {
            new ScalingBenchmark(
                            Integer.parseInt(args[0]),
                            Long.parseLong(args[1]),
                            Integer.parseInt(args[2]),
                            scratch.path())
                    .run();
        }
    }

    private void run() throws Exception {
        System.out.printf(
                "%,d keys in %d partitions, %,d of them a batch, a batch each %d ms%n",
                keys, PARTITIONS, keys / LOADING_BATCHES, interval);
        try (Executors executors = Executors.start(FEW);
                MillraceContext millrace = new MillraceContext(executors.driver());
                StreamingContext stream = new StreamingContext(millrace, Durations.milliseconds(interval))) {
            stream.checkpoint(directory.toString());
            millrace.runner().addListener(new JobListener() {
                @Override
                public void onTaskEnded(TaskEnded task) {
                    task.batchTime()
                            .ifPresent(batch -> tasks.computeIfAbsent(batch, unused -> new CopyOnWriteArrayList<>())
                                    .add(new Ended(task, System.currentTimeMillis())));
                }
            });
            define(stream);
            stream.start();
            awaitBatches(LOADING_BATCHES + BATCHES);
            for (int round = 0; round < rounds; round++) {
                measure("steady on " + FEW);
                long start = System.nanoTime();
                executors.launch(FEW, MANY);
                millrace.runner().scale(MANY, Set.of());
                int before = completed.size();
                await(() -> millrace.runner().executorNames().size() == MANY, MANY + " executors");
                report(String.format("%d to %d: new ones start, %.1f s", FEW, MANY, seconds(start)), before);
                measure(FEW + " to " + MANY + ": from when they are connected");
                measure("steady on " + MANY);
                before = completed.size();
                start = System.nanoTime();
                millrace.runner().scale(FEW, Set.of());
                executors.awaitEnd(FEW, MANY);
                String took = String.format("%d to %d: until they have ended, %.1f s", MANY, FEW, seconds(start));
                awaitBatches(BATCHES);
                report(took + ", and after", before);
            }
            adding = true;
            awaitBatches(2);
            stream.stop(false, true);
        }
        verify();
    }

    /** Which partition a record was in, and where. */
    private record Placed(int partition, String executor) implements Serializable {}

    private void define(StreamingContext stream) {
        int count = keys;
        Function3<Long, Optional<Long>, State<Long>, Placed> add = (key, value, state) -> {
            state.update(state.getOption().orElse(0L) + value.orElse(0L));
            TaskContext task = Objects.requireNonNull(TaskContext.get());
            return new Placed(task.partitionId(), task.executorId());
        };
        MapWithStateDStream<Long, Long, Long, Placed> placed = stream.rateStream(
                        keys / LOADING_BATCHES * 1_000L / interval, PARTITIONS, n -> n)
                .mapToPair(n -> new Tuple2<>(n < count ? n : Math.floorMod(scattered(n), (long) count), 1L))
                .mapWithState(StateSpec.function(add).numPartitions(PARTITIONS));
        placed.foreachRDD((rdd, time) -> {
            Map<Integer, String> at = new TreeMap<>();
            long more = 0;
            for (Tuple2<Placed, Long> each :
                    rdd.mapPartitions(ScalingBenchmark::counted).collect()) {
                at.put(each._1().partition(), each._1().executor());
                more += each._2();
            }
            places.put(time.milliseconds(), at);
            total += more;
            records.put(time.milliseconds(), total);
        });
        placed.stateSnapshots().foreachRDD((rdd, time) -> {
            if (adding) {
                sums.put(time.milliseconds(), rdd.map(Tuple2::_2).reduce(Long::sum));
            }
        });
        stream.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted batch) {
                completed.add(batch.batchInfo());
            }
        });
    }

    private static Iterator<Tuple2<Placed, Long>> counted(Iterator<Placed> records) {
        Placed first = null;
        long count = 0;
        while (records.hasNext()) {
            first = records.next();
            count++;
        }
        return first == null
                ? Collections.emptyIterator()
                : List.of(new Tuple2<>(first, count)).iterator();
    }

    private static long scattered(long n) {
        long mixed = n * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }

    private void measure(String what) throws InterruptedException {
        int before = completed.size();
        awaitBatches(BATCHES);
        report(what, before);
    }

    private void awaitBatches(int more) throws InterruptedException {
        int wanted = completed.size() + more;
        await(() -> completed.size() >= wanted, more + " batches");
    }

    private void await(BooleanSupplier reached, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(what + " did not come within " + PATIENCE_SECONDS + " s");
            }
            Thread.sleep(5);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Of the batches that were completed since {@code before} of them were. */
    private void report(String what, int before) {
        List<BatchInfo> batches = List.copyOf(completed.subList(before, completed.size()));
        if (batches.isEmpty()) {
            System.out.printf("%s: no batch%n", what);
            return;
        }
        int moved = 0;
        for (BatchInfo batch : batches) {
            Map.Entry<Long, Map<Integer, String>> earlier =
                    places.lowerEntry(batch.batchTime().milliseconds());
            Map<Integer, String> now = places.getOrDefault(batch.batchTime().milliseconds(), Map.of());
            for (Map.Entry<Integer, String> place : now.entrySet()) {
                moved += earlier == null
                                || place.getValue().equals(earlier.getValue().get(place.getKey()))
                        ? 0
                        : 1;
            }
        }
        List<Duration> delays = batches.stream()
                .map(batch -> batch.totalDelay().orElseThrow())
                .sorted()
                .toList();
        System.out.printf(
                "%-60s %4d batches, delay p50 %5d ms, p90 %5d ms, max %5d ms, longest run %5d ms; %d of %d partitions moved, %,d keys%n",
                what,
                delays.size(),
                delays.get(delays.size() / 2).toMillis(),
                delays.get(delays.size() * 9 / 10).toMillis(),
                delays.get(delays.size() - 1).toMillis(),
                batches.stream()
                        .mapToLong(
                                batch -> batch.processingDelay().orElseThrow().toMillis())
                        .max()
                        .orElseThrow(),
                moved,
                PARTITIONS,
                (long) moved * keys / PARTITIONS);
        showLongest(batches);
    }

    /** What the longest batch has waited for, if it took longer than the interval. */
    private void showLongest(List<BatchInfo> batches) {
        BatchInfo longest = Collections.max(
                batches, Comparator.comparing(batch -> batch.processingDelay().orElseThrow()));
        if (longest.processingDelay().orElseThrow().toMillis() < interval) {
            return;
        }
        long start = longest.processingStartTime().orElseThrow().toEpochMilli();
        tasks.getOrDefault(longest.batchTime().milliseconds(), List.of()).stream()
                .sorted(Comparator.comparing((Ended each) -> -each.task().runNanos()))
                .limit(SHOWN_TASKS)
                .forEach(each -> System.out.printf(
                        "    longest: stage %d, partition %d at %s ran %d ms, until %d ms after its start%s%n",
                        each.task().stage(),
                        each.task().partition(),
                        each.task().executor(),
                        TimeUnit.NANOSECONDS.toMillis(each.task().runNanos()),
                        each.millis() - start,
                        each.task().failure() == null ? "" : ", and failed"));
    }

    private void verify() {
        if (sums.isEmpty()) {
            throw new IllegalStateException("no state was added up");
        }
        sums.forEach((batch, sum) -> {
            if (!sum.equals(records.get(batch))) {
                throw new IllegalStateException(
                        "batch " + batch + ": the state has " + sum + " records of " + records.get(batch));
            }
        });
        System.out.printf("state and input agree: %,d records%n", total);
    }
}
