package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rdd.MillraceContext;
import dev.millrace.system.programs.SavesFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver of a job that saves files is killed again and again, and an executor too. A reader that knows nothing of manifests
 * looks all the time: what it sees of a batch is whole, and stays.
 */
class FileSinkLossIT {
    private static final int DRIVER_KILLS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long INTERVAL_MILLIS = 200;

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void eachBatchIsThereOnceAndWholeThoughTheDriverIsKilled() throws Exception {
        Random random = Soak.seeded();
        Path output = Files.createDirectories(directory.resolve("output"));
        try (PlainReader reader = new PlainReader(output);
                Launch launch = run(output, directory)) {
            awaitBatches(output, 3);
            for (int kill = 0; kill < DRIVER_KILLS; kill++) {
                Thread.sleep(300 + random.nextInt(1_000)); // any moment of a batch
                ProcessHandle driver = launch.awaitDriver();
                driver.destroyForcibly();
                await().atMost(PATIENCE).until(() -> !driver.isAlive());
                awaitBatches(output, batches(output, "text").size() + 2);
                if (kill == 1) {
                    launch.awaitExecutor(random.nextInt(2)).destroyForcibly();
                }
            }
            launch.signal("INT");
            assertEquals(0, launch.awaitExit(), launch.err());
            verify(output, reader.seen());
        }
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void twoDriversAtOnceWriteEachBatchOnce() throws Exception {
        Path output = Files.createDirectories(directory.resolve("output"));
        try (PlainReader reader = new PlainReader(output);
                Launch first = run(output, directory)) {
            awaitBatches(output, 3);
            ProcessHandle old = first.awaitDriver();
            Launch.signal(old, "STOP");
            try (Launch second = run(output, Files.createDirectories(directory.resolve("second")))) {
                awaitBatches(output, batches(output, "text").size() + 3);
                Launch.signal(old, "CONT");
                assertEquals(4, first.awaitExit(), first.err());
                assertTrue(first.err().contains("error[MR-3012]"), first.err());
                awaitBatches(output, batches(output, "text").size() + 3);
                second.signal("INT");
                assertEquals(0, second.awaitExit(), second.err());
            }
            verify(output, reader.seen());
        }
    }

    private Launch run(Path output, Path workingDirectory) throws IOException {
        return Launch.unceasing(
                workingDirectory, SavesFiles.class, directory.resolve("checkpoint"), "test.output=" + output);
    }

    private static void awaitBatches(Path output, int count) {
        await("batch " + count)
                .atMost(PATIENCE)
                .until(() -> batches(output, "objects").size() >= count);
    }

    /** Output directories of a kind, by the time of their batches. */
    private static SortedMap<Long, Path> batches(Path output, String kind) throws IOException {
        TreeMap<Long, Path> batches = new TreeMap<>();
        try (Stream<Path> entries = Files.list(output)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (name.startsWith(kind + "-")) {
                    batches.put(Long.valueOf(name.substring(kind.length() + 1)), entry);
                }
            }
        }
        return batches;
    }

    /** As {@code cat directory/*}. */
    private static List<Long> numbers(Path batch) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(batch)) {
            for (Path file : files.sorted().toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    Files.readAllLines(file).forEach(line -> numbers.add(Long.valueOf(line)));
                }
            }
        }
        return numbers;
    }

    /** Reads each batch as soon as it finds it, and knows what it read. */
    private static final class PlainReader implements AutoCloseable {
        private final Path output;
        private final TreeMap<Long, List<Long>> seen = new TreeMap<>();
        private final Thread thread = new Thread(this::read, "plain-reader");
        private volatile boolean ended;
        private volatile @Nullable Exception failure;

        PlainReader(Path output) {
            this.output = output;
            thread.start();
        }

        private void read() {
            try {
                while (!ended) {
                    for (Map.Entry<Long, Path> batch : batches(output, "text").entrySet()) {
                        if (!seen.containsKey(batch.getKey())) {
                            seen.put(batch.getKey(), numbers(batch.getValue()));
                        }
                    }
                    Thread.sleep(1);
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                failure = e;
            }
        }

        Map<Long, List<Long>> seen() throws Exception {
            close();
            Exception met = failure;
            if (met != null) {
                throw met;
            }
            return seen;
        }

        @Override
        public void close() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The batches follow each other without a gap, and so do their numbers; nothing else is left. */
    private static void verify(Path output, Map<Long, List<Long>> seen) throws IOException {
        SortedMap<Long, Path> text = batches(output, "text");
        long next = 0;
        long time = text.firstKey();
        for (Map.Entry<Long, Path> batch : text.entrySet()) {
            assertEquals(time, batch.getKey(), "a batch is missing");
            time += INTERVAL_MILLIS;
            List<Long> numbers = numbers(batch.getValue());
            assertEquals(
                    LongStream.range(next, next + numbers.size()).boxed().toList(),
                    numbers.stream().sorted().toList(),
                    "batch " + batch.getKey());
            next += numbers.size();
            List<Long> before = seen.get(batch.getKey());
            assertTrue(
                    before == null || before.equals(numbers),
                    () -> "batch " + batch.getKey() + " was once seen as " + before);
        }
        assertTrue(seen.size() > 3, "the reader saw " + seen.size() + " batches");
        assertEquals(text.keySet(), batches(output, "objects").keySet());
        try (MillraceContext context = new MillraceContext("local[1]", "reader")) {
            assertEquals(
                    next,
                    context.objectFile(output.resolve("objects-*").toString()).count());
            assertEquals(
                    next, context.textFile(output.resolve("text-*").toString()).count());
        }
        try (Stream<Path> entries = Files.list(output)) {
            assertEquals(
                    List.of(),
                    entries.filter(entry -> entry.getFileName().toString().startsWith("."))
                            .toList());
        }
        System.out.println(text.size() + " batches, " + next + " numbers");
    }
}
