package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.programs.Sums;
import dev.millrace.system.programs.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class-data archive that a run makes for those after it. */
class ClassDataIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void isMadeByOneRunAndUsedByTheNextAndNeverInTheWay() throws Exception {
        makeIt();
        Path archive = archives().get(0);
        assertTrue(isMapped(archive), "the second run maps the archive of the first");

        byte[] whole = Files.readAllBytes(archive);
        for (byte[] broken : List.of(new byte[0], half(whole), damaged(whole), random(whole.length))) {
            Files.write(archive, broken);
            runsWell();
        }
        Files.delete(archive);
        runsWell();
        Files.createDirectory(archive);
        runsWell();
    }

    @Test
    void isLeftHalfMadeByNobody() throws Exception {
        try (Launch launch = launch(Launch.manifest(directory, Waits.class))) {
            await("a dump").atMost(PATIENCE).until(() -> names().stream().anyMatch(name -> name.endsWith(".tmp")));
            launch.signal("TERM");
            assertEquals(0, launch.awaitExit(), launch.err());
            launch.awaitNoProcess();
            assertEquals(List.of(), launch.filesLeft());
        }
        assertFalse(names().stream().anyMatch(name -> name.endsWith(".tmp")), names() + "");
    }

    private void makeIt() throws Exception {
        try (Launch launch = launch(Launch.manifest(directory, Waits.class))) {
            await("an archive").atMost(PATIENCE).until(() -> names().stream().anyMatch(name -> name.endsWith(".jsa")));
            launch.signal("TERM");
            assertEquals(0, launch.awaitExit(), launch.err());
            launch.awaitNoProcess();
            assertEquals(List.of(), launch.filesLeft());
        }
        assertEquals(1, names().size(), names() + "");
    }

    private boolean isMapped(Path archive) throws Exception {
        try (Launch launch = launch(Launch.manifest(directory, Waits.class))) {
            launch.awaitOut("waiting");
            boolean mapped = maps(launch.awaitDriver()).contains(archive.toString())
                    && maps(launch.awaitExecutor(0)).contains(archive.toString());
            launch.signal("TERM");
            assertEquals(0, launch.awaitExit(), launch.err());
            return mapped;
        }
    }

    private static String maps(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "maps"));
    }

    private void runsWell() throws Exception {
        try (Launch launch = launch(Launch.manifest(directory, Sums.class))) {
            assertEquals(0, launch.awaitExit(), launch.err());
            assertEquals("sum 500500\nprocesses 2\n", launch.out());
            assertEquals("", launch.err());
        }
    }

    private Launch launch(String manifest) throws IOException {
        return Launch.of(
                directory, List.of("-Dmillrace.classData=" + directory.resolve("class-data")), "run", manifest);
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.list(directory.resolve("class-data"))) {
            return files.toList();
        }
    }

    private List<String> names() throws IOException {
        if (!Files.exists(directory.resolve("class-data"))) {
            return List.of();
        }
        return archives().stream().map(file -> file.getFileName().toString()).toList();
    }

    private static byte[] half(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    /** The head as it was, and every page behind it changed. */
    private static byte[] damaged(byte[] whole) {
        byte[] damaged = whole.clone();
        for (int i = 64 << 10; i < damaged.length; i += 4096) {
            damaged[i] ^= 0x55;
        }
        return damaged;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
