package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.programs.Receives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver of a run with a receiver is killed again and again, and the executors with it now and then: what its source was told
 * is stored must all come out, each number in one batch, and a batch that runs again must have the same ones.
 */
class ReceiverLogIT {
    private static final int DRIVER_KILLS = 4;
    private static final int NUMBERS_BETWEEN = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void nothingThatWasAcknowledgedIsLostThoughTheDriverIsKilled() throws Exception {
        Random random = Soak.seeded();
        Path ledger = Files.createDirectories(directory.resolve("ledger"));
        try (AcknowledgedSource source = new AcknowledgedSource();
                Launch launch = run(ledger, source.port())) {
            for (int kill = 0; kill < DRIVER_KILLS; kill++) {
                awaitMore(source);
                Thread.sleep(random.nextInt(600)); // any moment of a batch
                ProcessHandle driver = launch.awaitDriver();
                driver.destroyForcibly();
                if (kill % 2 == 1) {
                    launch.awaitExecutor(0).destroyForcibly();
                    launch.awaitExecutor(1).destroyForcibly();
                }
                await().atMost(PATIENCE).until(() -> !driver.isAlive());
            }
            awaitMore(source);
            launch.signal("INT");
            assertEquals(0, launch.awaitExit(), launch.err());
            launch.awaitNoProcess();
            verify(ledger, source);
        }
    }

    private Launch run(Path ledger, int port) throws IOException {
        return Launch.unceasing(
                directory,
                Receives.class,
                directory.resolve("checkpoint"),
                "test.ledger=" + ledger,
                "test.source=" + port,
                "millrace.streaming.receiver.writeAheadLog.enable=true",
                "millrace.streaming.receiverRestartDelay=100ms");
    }

    private static void awaitMore(AcknowledgedSource source) {
        long before = source.acknowledged();
        await().atMost(PATIENCE).until(source::acknowledged, now -> now >= before + NUMBERS_BETWEEN);
    }

    private static void verify(Path ledger, AcknowledgedSource source) throws IOException {
        NavigableSet<Long> seen = new TreeSet<>();
        NavigableSet<Long> twice = new TreeSet<>();
        try (Stream<Path> files = Files.list(ledger)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("batch-"))
                    .toList()) {
                for (String number : Files.readString(file).split(" ")) {
                    if (!number.isEmpty() && !seen.add(Long.valueOf(number))) {
                        twice.add(Long.valueOf(number));
                    }
                }
            }
        }
        for (long number = 0; number < source.acknowledged(); number++) {
            assertTrue(seen.contains(number), "lost: number " + number + " of " + source.acknowledged());
        }
        int sentAgain = twice.size();
        twice.removeAll(source.sentAgain());
        assertEquals(new TreeSet<>(), twice, "numbers that are in two batches, and were sent once");
        Map<String, String> runs = new HashMap<>();
        int again = 0;
        for (String run : Files.readAllLines(ledger.resolve("runs"))) {
            String[] parts = run.split(" ", 2);
            String before = runs.put(parts[0], parts[1]);
            again += before == null ? 0 : 1;
            assertTrue(before == null || before.equals(parts[1]), "batch " + parts[0] + " ran with other numbers");
        }
        System.out.println(source.acknowledged() + " numbers acknowledged, " + sentAgain
                + " of those sent again stored twice, " + again + " batches ran again");
    }
}
