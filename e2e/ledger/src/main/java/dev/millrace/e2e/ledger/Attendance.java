package dev.millrace.e2e.ledger;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Each process that runs tasks writes into {@code attendance}, once, in a directory that all of them see, when it began its first
 * one.
 *
 * @param directory nothing is written where it does not exist
 */
record Attendance(String directory) implements Serializable {

    private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();

    /** Called by a task, at its beginning. */
    void write() throws IOException {
        if (!WRITTEN.add(directory) || !Files.isDirectory(Path.of(directory))) {
            return;
        }
        String host = System.getenv().getOrDefault("HOSTNAME", "unknown");
        Files.write(
                Path.of(directory, "attendance"),
                new FirstTask(host, Instant.now()).line().getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }
}
