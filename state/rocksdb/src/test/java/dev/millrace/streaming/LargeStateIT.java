package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** State of ten times the heap: grows, is written down, and is read back after a restart. */
class LargeStateIT {
    private static final int HEAP_MEGABYTES = 24;
    private static final int STATE_MEGABYTES = 10 * HEAP_MEGABYTES;

    @TempDir
    Path folder;

    private int run(String what, String store) throws IOException, InterruptedException {
        Path output = folder.resolve(what + "-" + store + ".txt");
        Path scratch = Files.createDirectory(folder.resolve(what + "-" + store));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dmillrace.state.store=" + store,
                        "-Dmillrace.state.rocksdb.memory=16m",
                        "-Dmillrace.local.dir=" + scratch,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeState.class.getName(),
                        folder.resolve("checkpoint").toString(),
                        String.valueOf(STATE_MEGABYTES),
                        what))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        try {
            assertEquals(true, process.waitFor(140, TimeUnit.SECONDS), () -> text(output));
            System.out.print(text(output));
            if (store.equals("rocksdb")) {
                assertEquals(List.of(), list(scratch), "left behind");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    @Timeout(300) // for a disk that others use as well
    void stateOfTenTimesTheHeapGrowsAndIsThereAfterARestart() throws Exception {
        assertEquals(0, run("grow", "rocksdb"));
        assertEquals(0, run("restart", "rocksdb"));
        assertNotEquals(0, run("restart", "heap"), "the state fits on the heap, so that this says nothing");
    }
}
