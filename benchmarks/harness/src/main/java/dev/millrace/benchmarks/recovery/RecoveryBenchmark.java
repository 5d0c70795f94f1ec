package dev.millrace.benchmarks.recovery;

import dev.millrace.benchmarks.files.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

/**
 * Measures, on stdout, how soon batches go on after SIGKILL of one of the executors. In each round every engine in turn starts the same job,
 * runs it for a while, and loses executors, one after the other, each when all is on time again.
 *
 * <p>Arguments: rounds, kills in a round, milliseconds of an interval, the folder of the sources, built, and a directory for data, which is
 * made and deleted.
 */
final class RecoveryBenchmark {
    private static final int LINES_PER_SECOND = 1_000;
    private static final int PARTITIONS = 2;
    private static final int EXECUTORS = 2;
    private static final int WARM_UP_MILLIS = 10_000;
    /** What happens later than this after a kill is not counted among its consequences. */
    private static final int WATCHED_MILLIS = 15_000;

    private final Random random = new Random(1);
    private final Path root;
    private final Path directory;

    private RecoveryBenchmark(Path root, Path directory) {
        this.root = root;
        this.directory = directory;
    }

    /** Runs all of it. */
    public static void main(String[] args) throws Exception {
        if (args.length != 5) {
            throw new IllegalArgumentException(
                    "expected ROUNDS KILLS INTERVAL ROOT DIRECTORY, found " + Arrays.toString(args));
        }
        ScratchDirectory directory = ScratchDirectory.at(Path.of(args[4]));
        RecoveryBenchmark benchmark =
                new RecoveryBenchmark(Path.of(args[3]).toAbsolutePath().normalize(), directory.path());
        for (boolean state : new boolean[] {false, true}) {
            benchmark.measure(
                    new RecoveryCase(state, Integer.parseInt(args[2]), LINES_PER_SECOND, PARTITIONS, EXECUTORS),
                    Integer.parseInt(args[0]),
                    Integer.parseInt(args[1]));
        }
        directory.close(); // not after a failure, as logs are there
    }

    private void measure(RecoveryCase each, int rounds, int kills) throws IOException, InterruptedException {
        System.out.println((each.state() ? "Word count over the whole run" : "Word count of each batch")
                + ", batches of " + each.intervalMillis() + " ms, milliseconds:");
        Map<Contender, List<Recovery>> all = new EnumMap<>(Contender.class);
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : Contender.values()) {
                all.computeIfAbsent(contender, none -> new ArrayList<>()).addAll(run(contender, each, round, kills));
            }
        }
        report("first complete batch after the kill", all, Recovery::first);
        report("longest time between two complete batches", all, Recovery::gap);
        report("on time again", all, Recovery::onTime);
    }

    private List<Recovery> run(Contender contender, RecoveryCase each, int round, int kills)
            throws IOException, InterruptedException {
        List<Recovery> recoveries = new ArrayList<>();
        Path data = directory.resolve(contender + (each.state() ? "-state-" : "-batches-") + round);
        try (JobRun run = JobRun.start(contender, each, root, data)) {
            run.awaitOnTime(0);
            Thread.sleep(WARM_UP_MILLIS);
            for (int kill = 0; kill < kills; kill++) {
                run.awaitOnTime(System.currentTimeMillis());
                Thread.sleep(random.nextInt(1_000)); // any moment of a batch
                recoveries.add(kill(run, each));
                System.out.println("  " + contender.title() + ": " + recoveries.get(kill));
            }
        }
        return recoveries;
    }

    private Recovery kill(JobRun run, RecoveryCase each) throws IOException, InterruptedException {
        List<ProcessHandle> executors = run.executors();
        ProcessHandle victim = executors.get(random.nextInt(executors.size()));
        long kill = System.currentTimeMillis();
        if (!victim.destroyForcibly()) {
            throw new IllegalStateException("cannot kill " + victim);
        }
        Thread.sleep(WATCHED_MILLIS);
        run.awaitOnTime(kill);
        return Recovery.of(
                kill,
                each.intervalMillis(),
                run.batches().stream()
                        .filter(batch -> batch.completed() > kill - 2L * each.intervalMillis())
                        .toList());
    }

    private static void report(String title, Map<Contender, List<Recovery>> all, ToLongFunction<Recovery> figure) {
        Map<Contender, Double> medians = new EnumMap<>(Contender.class);
        all.forEach((contender, recoveries) -> {
            long[] sorted = recoveries.stream().mapToLong(figure).sorted().toArray();
            double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
            medians.put(contender, median);
            System.out.printf(
                    "%s, %s: median %.0f, %d to %d, n = %d%n",
                    contender.title(), title, median, sorted[0], sorted[sorted.length - 1], sorted.length);
        });
        System.out.printf(
                "Spark / Millrace, %s: %.1f%n",
                title, medians.getOrDefault(Contender.SPARK, 0.0) / medians.getOrDefault(Contender.MILLRACE, 0.0));
    }
}
