package dev.millrace.benchmarks.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory for what a benchmark writes, made empty and deleted at the end. */
public final class ScratchDirectory implements AutoCloseable {
    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    /** Makes it; what is left there of a run that was killed goes. */
    public static ScratchDirectory at(Path path) throws IOException {
        ScratchDirectory directory = new ScratchDirectory(path.toAbsolutePath());
        directory.clear();
        return directory;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Deletes all that is in it. */
    public void clear() throws IOException {
        close();
        Files.createDirectories(path);
    }

    /** Deletes it with all that is in it. */
    @Override
    public void close() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
