package dev.millrace.system.programs;

import dev.millrace.streaming.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What batches had, in a directory: a line for each, in a file named for the batch, which a second run of the batch replaces, and in
 * {@code runs} a line for each run of a batch.
 */
final class BatchFiles {
    private BatchFiles() {}

    static void write(Path directory, Time time, String line) throws IOException {
        Path part = directory.resolve("part-" + ProcessHandle.current().pid());
        Files.writeString(part, line);
        Files.move(
                part,
                directory.resolve("batch-" + time.milliseconds()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                directory.resolve("runs"),
                time.milliseconds() + " " + line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
