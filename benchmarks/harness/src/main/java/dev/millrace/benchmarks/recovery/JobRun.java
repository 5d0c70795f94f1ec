package dev.millrace.benchmarks.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A run of a job, with all its processes; they end with {@link #close}. */
final class JobRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ON_TIME_BATCHES = 10;
    private static final int GRACE_SECONDS = 30;

    private final Contender contender;
    private final RecoveryCase each;
    private final Path out;
    private final Path err;
    private final Process process;
    private final Set<ProcessHandle> seen = new HashSet<>();

    private JobRun(Contender contender, RecoveryCase each, Path out, Path err, Process process) {
        this.contender = contender;
        this.each = each;
        this.out = out;
        this.err = err;
        this.process = process;
    }

    static JobRun start(Contender contender, RecoveryCase each, Path root, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = contender
                .command(each, root, directory)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new JobRun(contender, each, out, err, process);
    }

    /** All batches so far, checked. */
    List<BatchLine> batches() throws IOException {
        List<BatchLine> batches = BatchLine.parse(Files.readString(out));
        each.check(batches);
        return batches;
    }

    /** The executors that are there now. */
    List<ProcessHandle> executors() {
        return descendants()
                .filter(handle -> words(handle).contains(contender.executorMain()))
                .toList();
    }

    /**
     * Waits until all executors are there and the last batches were on time.
     *
     * @param from earliest time of these batches, in milliseconds since the epoch
     */
    void awaitOnTime(long from) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isOnTime(from)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(contender.title() + " is not on time with " + each.executors()
                        + " executors, but has " + executors().size() + "; its log:\n" + Files.readString(err));
            }
            Thread.sleep(100);
        }
    }

    private boolean isOnTime(long from) throws IOException {
        List<BatchLine> batches =
                batches().stream().filter(batch -> batch.time() > from).toList();
        return batches.size() >= ON_TIME_BATCHES
                && batches.subList(batches.size() - ON_TIME_BATCHES, batches.size()).stream()
                        .allMatch(batch -> batch.delay() < each.intervalMillis())
                && executors().size() == each.executors();
    }

    private Stream<ProcessHandle> descendants() {
        List<ProcessHandle> now = process.descendants().toList();
        seen.addAll(now);
        return now.stream();
    }

    /** Its command line; that of a shell which is about to become the process has more in its first words. */
    private static List<String> words(ProcessHandle handle) {
        try {
            List<String> words = List.of(Files.readString(Path.of("/proc", String.valueOf(handle.pid()), "cmdline"))
                    .split("\0"));
            return words.get(0).endsWith("java") ? words : List.of();
        } catch (IOException e) {
            return List.of(); // it has ended
        }
    }

    @Override
    public void close() {
        descendants().forEach(handle -> {});
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, GRACE_SECONDS, TimeUnit.SECONDS)
                .join();
        seen.add(process.toHandle());
        for (ProcessHandle handle : seen) {
            handle.destroyForcibly();
            handle.onExit().join();
        }
    }
}
