package dev.millrace.rdd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output directory is there once and whole, whatever happens to the driver that writes it. */
class FileOutputTest {
    private static final AtomicBoolean FAILS = new AtomicBoolean();
    private static final List<String> LINES = List.of("a", "b", "c", "d", "e");
    private static final List<String> OTHERS = List.of("v", "w", "x");

    @TempDir
    Path folder;

    private final List<MillraceContext> contexts = new ArrayList<>();

    @AfterEach
    void stop() {
        contexts.forEach(MillraceContext::stop);
    }

    /** What a driver that was killed throws: nothing cleans up after it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The disk of a driver that is killed at one of its steps: a write is done in part, anything else not at all. */
    private static final class DeadlyDisk extends OutputDisk {
        private final int deadlyStep;
        private int steps;

        DeadlyDisk(int deadlyStep) {
            this.deadlyStep = deadlyStep;
        }

        private void step() {
            if (++steps >= deadlyStep) {
                throw new Killed();
            }
        }

        @Override
        void createDirectories(Path directory) throws IOException {
            step();
            super.createDirectories(directory);
        }

        @Override
        void write(Path file, byte[] content) throws IOException {
            if (steps + 1 == deadlyStep) {
                super.write(file, Arrays.copyOf(content, content.length / 2));
            }
            step();
            super.write(file, content);
        }

        @Override
        void move(Path from, Path to) throws IOException {
            step();
            super.move(from, to);
        }

        @Override
        void force(Path directory) throws IOException {
            step();
            super.force(directory);
        }

        @Override
        void delete(Path root) throws IOException {
            step();
            super.delete(root);
        }
    }

    /** A disk on which something else happens just before the target gets its name. */
    private static final class MeetingDisk extends OutputDisk {
        private final Path target;
        private final Runnable meeting;
        private boolean met;

        MeetingDisk(Path target, Runnable meeting) {
            this.target = target;
            this.meeting = meeting;
        }

        @Override
        void move(Path from, Path to) throws IOException {
            if (to.equals(target) && !met) {
                met = true;
                meeting.run();
            }
            super.move(from, to);
        }
    }

    private Path target() {
        return folder.resolve("out-1000");
    }

    private MillraceContext driver(long epoch) {
        MillraceContext context = new MillraceContext("local[1]", "job");
        contexts.add(context);
        context.setDriverEpoch(Optional.of(new DriverEpoch("cafe", epoch)));
        return context;
    }

    private void save(MillraceContext context, List<String> lines, OutputDisk disk) {
        save(context, context.parallelize(lines, 2), disk);
    }

    private void save(MillraceContext context, RDD<String> lines, OutputDisk disk) {
        try {
            context.describing(new JobDescription(OptionalLong.of(1000), OptionalInt.of(0)), () -> {
                new FileOutput<>("saveAsTextFile", lines, target().toString(), FileForm.TEXT, null, disk).save();
                return lines;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What a program sees that knows nothing of manifests; empty when there is no directory. */
    private List<String> plainlyRead() throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(target())) {
            return lines;
        }
        try (Stream<Path> files = Files.list(target())) {
            for (Path file : files.sorted().toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines;
    }

    private List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private void requireOnlyTheWholeOutput() throws IOException {
        assertEquals(List.of("out-1000"), names(folder), "something is left beside the output");
        assertEquals(
                List.of(OutputManifest.NAME, "_SUCCESS", "part-00000", "part-00001"),
                names(target()),
                "something is left in the output");
    }

    @Test
    void aDriverThatIsKilledAtAnyStepLeavesNothingOrAll() throws IOException {
        int step = 1;
        for (boolean survived = false; !survived; step++) {
            OutputDisk.LOCAL.delete(target());
            try {
                save(driver(1), LINES, new DeadlyDisk(step));
                survived = true;
            } catch (Killed e) {
                List<String> seen = plainlyRead();
                assertTrue(seen.isEmpty() || seen.equals(LINES), "after step " + step + ": " + seen);
            }
            save(driver(2), LINES, OutputDisk.LOCAL);
            assertEquals(LINES, plainlyRead());
            requireOnlyTheWholeOutput();
        }
        assertTrue(step > 10, "there were only " + step + " steps");
    }

    @Test
    void aBatchWithOtherRecordsIsReplacedAsAWholeThoughItsDriverIsKilled() throws IOException {
        int step = 1;
        for (boolean survived = false; !survived; step++) {
            OutputDisk.LOCAL.delete(target());
            save(driver(1), LINES, OutputDisk.LOCAL);
            try {
                save(driver(2), OTHERS, new DeadlyDisk(step));
                survived = true;
            } catch (Killed e) {
                List<String> seen = plainlyRead();
                assertTrue(
                        seen.isEmpty() || seen.equals(LINES) || seen.equals(OTHERS),
                        "after step " + step + ": " + seen);
            }
            save(driver(3), OTHERS, OutputDisk.LOCAL);
            assertEquals(OTHERS, plainlyRead());
            requireOnlyTheWholeOutput();
        }
    }

    @Test
    void aSecondRunWithTheSameRecordsInAnotherOrderChangesNothing() throws IOException {
        MillraceContext first = driver(1);
        save(first, first.parallelize(List.of("a", "b", "a"), 1), OutputDisk.LOCAL);
        Object file = Files.readAttributes(target(), "unix:ino").get("ino");
        MillraceContext second = driver(2);
        save(second, second.parallelize(List.of("b", "a", "a"), 1), OutputDisk.LOCAL);
        assertEquals(file, Files.readAttributes(target(), "unix:ino").get("ino"));
        assertEquals(List.of("a", "b", "a"), plainlyRead());
        assertEquals(List.of("out-1000"), names(folder));

        MillraceContext third = driver(3);
        save(third, third.parallelize(List.of("b", "b", "a"), 1), OutputDisk.LOCAL);
        assertEquals(List.of("b", "b", "a"), plainlyRead(), "as many records, but others");
    }

    @Test
    void aTaskThatRunsAgainLeavesOneFile() throws IOException {
        FAILS.set(true);
        MillraceContext context = driver(1);
        RDD<String> lines = context.parallelize(LINES, 2).map(line -> {
            if (line.equals("e") && FAILS.getAndSet(false)) {
                throw new IllegalStateException("once");
            }
            return line;
        });
        save(context, lines, OutputDisk.LOCAL);
        assertEquals(LINES, plainlyRead());
        requireOnlyTheWholeOutput();
    }

    @Test
    void whatALateTryOfATaskHasLeftIsNotPublished() throws IOException {
        MillraceContext context = driver(1);
        RDD<String> lines = context.parallelize(LINES, 2);
        save(context, lines, new OutputDisk() {
            @Override
            List<String> list(Path directory) throws IOException {
                if (directory.toString().contains("millrace-")) {
                    Files.writeString(directory.resolve(".part-00000-late"), "half");
                }
                return super.list(directory);
            }
        });
        assertEquals(LINES, plainlyRead());
        requireOnlyTheWholeOutput();
    }

    @Test
    void anOlderDriverIsRefusedByWhatANewerOneHasWritten() throws IOException {
        save(driver(2), LINES, OutputDisk.LOCAL);
        MillraceException refused =
                assertThrows(MillraceException.class, () -> save(driver(1), OTHERS, OutputDisk.LOCAL));
        assertEquals(ErrorCode.FENCED, refused.code());
        assertTrue(refused.getMessage().contains("of epoch 2; this one has epoch 1"), refused.getMessage());
        assertEquals(LINES, plainlyRead());
        requireOnlyTheWholeOutput();
    }

    @Test
    void ofTwoDriversThatPublishAtOnceTheNewerOneCounts() throws IOException {
        MillraceContext older = driver(1);
        MillraceContext newer = driver(2);
        OutputDisk whileNewerWrites = new MeetingDisk(target(), () -> save(newer, LINES, OutputDisk.LOCAL));
        MillraceException refused = assertThrows(MillraceException.class, () -> save(older, OTHERS, whileNewerWrites));
        assertEquals(ErrorCode.FENCED, refused.code());
        assertEquals(LINES, plainlyRead());
        requireOnlyTheWholeOutput();

        OutputDisk.LOCAL.delete(target());
        MillraceContext third = driver(3);
        MillraceContext fourth = driver(4);
        save(fourth, LINES, new MeetingDisk(target(), () -> save(third, OTHERS, OutputDisk.LOCAL)));
        assertEquals(LINES, plainlyRead());
        requireOnlyTheWholeOutput();
    }

    @Test
    void whatALiveDriverWritesIsNotCleanedUp() throws IOException {
        Path parent = Files.createDirectories(folder.resolve("parent"));
        Path mine = parent.resolve("out-1000");
        for (String kept : List.of(
                StagingName.of(mine, Optional.of(new DriverEpoch("cafe", 2))).toString(),
                StagingName.of(mine, Optional.of(new DriverEpoch("cafe", 3))).toString(),
                StagingName.of(mine, Optional.of(new DriverEpoch("beef", 1))).toString(),
                StagingName.of(mine, Optional.empty()).toString())) {
            Files.createDirectory(Path.of(kept));
        }
        Files.createDirectory(StagingName.of(mine, Optional.of(new DriverEpoch("cafe", 1))));
        MillraceContext context = driver(2);
        RDD<String> lines = context.parallelize(LINES, 1);
        inBatch(context, () -> lines.saveAsTextFile(mine.toString()));
        assertEquals(5, names(parent).size(), names(parent).toString());
    }

    private static void inBatch(MillraceContext context, Runnable body) {
        try {
            context.describing(new JobDescription(OptionalLong.of(1000), OptionalInt.of(0)), () -> {
                body.run();
                return body;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsThereAndNotOfThisBatchIsRefused() throws IOException {
        MillraceContext context = driver(2);
        RDD<String> lines = context.parallelize(LINES, 1);
        String path = target().toString();
        Files.createDirectory(target());
        refused(() -> inBatch(context, () -> lines.saveAsTextFile(path)), "exists already: name a new directory");
        Files.delete(target());

        lines.saveAsTextFile(path);
        refused(() -> lines.saveAsTextFile(path), "exists already, written by job \"job\"");
        refused(() -> inBatch(context, () -> lines.saveAsTextFile(path)), "exists already, written by job \"job\"");
        OutputDisk.LOCAL.delete(target());

        inBatch(context, () -> lines.saveAsTextFile(path));
        MillraceException twice =
                assertThrows(MillraceException.class, () -> inBatch(context, () -> lines.saveAsTextFile(path)));
        assertEquals(ErrorCode.GRAPH, twice.code());
        MillraceContext withoutCheckpoint = new MillraceContext("local[1]", "job");
        contexts.add(withoutCheckpoint);
        refused(
                () -> inBatch(
                        withoutCheckpoint,
                        () -> withoutCheckpoint.parallelize(LINES, 1).saveAsTextFile(path)),
                "only a job with a checkpoint can write a batch again");
        assertEquals(LINES, plainlyRead());
    }

    private static void refused(Runnable saving, String reason) {
        MillraceException refused = assertThrows(MillraceException.class, saving::run);
        assertEquals(ErrorCode.FILE, refused.code());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void anOutputThatFailedLeavesNothing() throws IOException {
        MillraceContext context = driver(1);
        RDD<String> lines = context.parallelize(LINES, 2).map(line -> {
            if (line.equals("e")) {
                throw new IllegalStateException("always");
            }
            return line;
        });
        assertThrows(MillraceException.class, () -> lines.saveAsTextFile(target().toString()));
        assertEquals(List.of(), names(folder));
    }
}
