package dev.millrace.image.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many of the classes of a run came from the class-data archive.
 *
 * @param archived how many did
 * @param others the names of those that did not
 */
public record ArchivedClasses(long archived, List<String> others) {
    /** An option of the JVM that has the log written which {@link #of} reads. */
    public static final String LOG = "-Xlog:class+load:file=/tmp/classes";

    /** Where that log is in the container. */
    public static final String LOG_FILE = "/tmp/classes";

    /** Below this part, the list of classes no longer fits the program: docs/reference/image.md says how to record it anew. */
    private static final double LEAST = 0.9;

    /** Reads the log; classes that are made while the program runs, and those from {@code ownJar}, do not count. */
    public static ArchivedClasses of(Path log, String ownJar) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> loaded = lines.filter(line -> line.contains(" source: ") && !line.contains(ownJar))
                    .filter(line -> !line.contains("0x") && !line.contains("LambdaForm") && !line.contains("/"))
                    .toList();
            List<String> others = loaded.stream()
                    .filter(line -> !line.contains("shared objects file"))
                    .toList();
            return new ArchivedClasses(loaded.size() - others.size(), others);
        }
    }

    public boolean isMost() {
        return archived > 0 && archived >= LEAST * (archived + others.size());
    }

    @Override
    public String toString() {
        return archived + " of " + (archived + others.size())
                + " classes came from the archive. Where these are too few,"
                + " record the list anew as docs/reference/image.md says; the others: "
                + others.stream().limit(50).toList();
    }
}
