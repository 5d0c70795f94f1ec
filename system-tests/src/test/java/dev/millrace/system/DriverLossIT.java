package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.programs.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver of a run is killed again and again, and its executors now and then: each number must be in exactly one batch, and
 * a batch that runs again must have the same ones.
 */
class DriverLossIT {
    private static final int DRIVER_KILLS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long INTERVAL_MILLIS = 200;

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void nothingIsLostAndNothingComesTwiceThoughTheDriverIsKilled() throws Exception {
        Random random = Soak.seeded();
        Path ledger = Files.createDirectories(directory.resolve("ledger"));
        List<Long> recoveries = new ArrayList<>();
        try (Launch launch = run(ledger)) {
            awaitBatches(ledger, 5);
            for (int kill = 0; kill < DRIVER_KILLS; kill++) {
                Thread.sleep(500 + random.nextInt(1_500)); // any moment of a batch
                ProcessHandle driver = launch.awaitDriver();
                driver.destroyForcibly();
                long start = System.nanoTime();
                await().atMost(PATIENCE).until(() -> !driver.isAlive());
                awaitBatches(ledger, batches(ledger).size() + 1);
                recoveries.add((System.nanoTime() - start) / 1_000_000);
                if (kill % 3 == 1) {
                    launch.awaitExecutor(random.nextInt(2)).destroyForcibly();
                }
            }
            awaitBatches(ledger, batches(ledger).size() + 5);
            launch.signal("INT");
            assertEquals(0, launch.awaitExit(), launch.err());
            assertTrue(launch.err().contains("the driver was killed by signal 9 (SIGKILL); it goes on"), launch.err());
            launch.awaitNoProcess();
            assertEquals(List.of(), launch.filesLeft());
        }
        verify(ledger);
        Collections.sort(recoveries);
        System.out.println("milliseconds from SIGKILL of the driver to the next batch: " + recoveries);
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void aSecondRunTakesOverAndTheFirstEndsWithAClearMessage() throws Exception {
        Path ledger = Files.createDirectories(directory.resolve("ledger"));
        try (Launch first = run(ledger)) {
            awaitBatches(ledger, 5);
            ProcessHandle old = first.awaitDriver();
            Launch.signal(old, "STOP");
            try (Launch second = run(ledger, Files.createDirectories(directory.resolve("second")))) {
                awaitBatches(ledger, batches(ledger).size() + 5);
                Launch.signal(old, "CONT");
                assertEquals(4, first.awaitExit(), first.err());
                assertTrue(first.err().contains("error[MR-3012]"), first.err());
                assertTrue(
                        first.err().contains("this driver has epoch 1, and a newer one has taken over"), first.err());
                awaitBatches(ledger, batches(ledger).size() + 5);
                second.signal("INT");
                assertEquals(0, second.awaitExit(), second.err());
            }
        }
        verify(ledger);
    }

    private Launch run(Path ledger) throws IOException {
        return run(ledger, directory);
    }

    private Launch run(Path ledger, Path workingDirectory) throws IOException {
        return Launch.unceasing(
                workingDirectory, Ledger.class, directory.resolve("checkpoint"), "test.ledger=" + ledger);
    }

    private static void awaitBatches(Path ledger, int count) {
        await("batch " + count).atMost(PATIENCE).until(() -> batches(ledger).size() >= count);
    }

    private static List<Path> batches(Path ledger) throws IOException {
        try (Stream<Path> files = Files.list(ledger)) {
            return files.filter(file -> file.getFileName().toString().startsWith("batch-"))
                    .toList();
        }
    }

    /** The batches follow each other without a gap, and so do their numbers. */
    private static void verify(Path ledger) throws IOException {
        TreeMap<Long, String> byTime = new TreeMap<>();
        for (Path file : batches(ledger)) {
            byTime.put(
                    Long.valueOf(file.getFileName().toString().substring("batch-".length())), Files.readString(file));
        }
        long next = 0;
        long time = byTime.firstKey();
        for (Map.Entry<Long, String> batch : byTime.entrySet()) {
            assertEquals(time, batch.getKey(), "a batch is missing");
            time += INTERVAL_MILLIS;
            String[] range = batch.getValue().split(" ");
            assertEquals(next, Long.parseLong(range[0]), "first number of batch " + batch.getKey());
            next = Long.parseLong(range[1]) + 1;
            Path state = ledger.resolve("state-" + batch.getKey());
            if (Files.exists(state) || !batch.equals(byTime.lastEntry())) {
                assertEquals(String.valueOf(next), Files.readString(state), "state after batch " + batch.getKey());
            }
            assertEquals(next - Long.parseLong(range[0]), Long.parseLong(range[2]), "numbers of " + batch.getKey());
        }
        Map<String, String> runs = new HashMap<>();
        int again = 0;
        for (String run : Files.readAllLines(ledger.resolve("runs"))) {
            String[] parts = run.split(" ", 2);
            String before = runs.put(parts[0], parts[1]);
            again += before == null ? 0 : 1;
            assertTrue(before == null || before.equals(parts[1]), "batch " + parts[0] + " ran with other numbers");
        }
        System.out.println(byTime.size() + " batches, " + next + " numbers, " + again + " batches ran again");
    }
}
