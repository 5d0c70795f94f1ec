package dev.millrace.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.programs.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon batches go on after a process was killed: a driver with a checkpoint and two executors, batches of 100 ms with a shuffle and
 * state. {@code -Dmillrace.test.kills=20} kills that often. The limits leave room for a machine that does other work; what counts
 * is what is printed.
 */
class RecoveryIT {
    private static final int KILLS = Integer.getInteger("millrace.test.kills", 4);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long LONGEST_MEDIAN_MILLIS = 15_000;
    private static final int SETTLE_MILLIS = 2_500;
    private static final String STATE = "state-";

    @TempDir
    Path directory;

    private final Random random = Soak.seeded();
    private Path ledger = Path.of("");

    /** Until the output is complete of a batch that had not ended when the executor was killed. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void batchesGoOnSoonAfterAnExecutorIsKilled() throws Exception {
        measure("executor", launch -> launch.awaitExecutor(random.nextInt(2)), killed -> System.currentTimeMillis());
    }

    /** Until the output is complete of a batch whose output was not when the driver had ended. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void batchesGoOnSoonAfterTheDriverIsKilled() throws Exception {
        measure("driver", Launch::awaitDriver, killed -> {
            killed.onExit().join();
            return newest();
        });
    }

    /** @param before of the process that is just killed: the batch after which the next one ends the gap */
    private void measure(String what, Function<Launch, ProcessHandle> choose, Function<ProcessHandle, Long> before)
            throws Exception {
        ledger = Files.createDirectories(directory.resolve("ledger"));
        List<Long> gaps = new ArrayList<>();
        try (Launch launch = run()) {
            awaitBatchAfter(0);
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(SETTLE_MILLIS + random.nextInt(1_000)); // whole again, and any moment of a batch
                awaitBatchAfter(newest());
                ProcessHandle victim = choose.apply(launch);
                long start = System.nanoTime();
                victim.destroyForcibly();
                awaitBatchAfter(before.apply(victim));
                gaps.add((System.nanoTime() - start) / 1_000_000);
            }
            launch.signal("INT");
            assertEquals(0, launch.awaitExit(), launch.err());
        }
        Collections.sort(gaps);
        long median = gaps.get(gaps.size() / 2);
        System.out.println("milliseconds from SIGKILL of the " + what + " to the next batch: median " + median
                + ", most " + gaps.get(gaps.size() - 1) + " of " + gaps);
        assertTrue(median <= LONGEST_MEDIAN_MILLIS, "median of " + gaps);
    }

    private Launch run() throws IOException {
        return Launch.of(
                directory,
                List.of(),
                "run",
                "--checkpoint=" + directory.resolve("checkpoint"),
                "--conf=test.ledger=" + ledger,
                Launch.manifest(
                        directory,
                        Ledger.class,
                        "  batchInterval: 100ms",
                        "  restartPolicy: {window: 1s}")); // each failure is the first
    }

    private void awaitBatchAfter(long time) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (newest() <= time) {
            assertTrue(System.nanoTime() < deadline, "no batch after " + time);
            Thread.sleep(5);
        }
    }

    /** Time of the last batch whose output is complete; 0 when there is none. */
    private long newest() {
        try (Stream<Path> files = Files.list(ledger)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(STATE))
                    .mapToLong(name -> Long.parseLong(name.substring(STATE.length())))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
