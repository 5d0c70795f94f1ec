package dev.millrace.e2e.job;

import java.nio.file.Files;
import java.nio.file.Path;

/** What other modules have built, found by the system properties {@code millrace.e2e.NAME}. */
public final class BuildOutput {

    private BuildOutput() {}

    /** The file or directory of a name such as {@code chart}. */
    public static Path file(String name) {
        String property = "millrace.e2e." + name;
        Path file = Path.of(System.getProperty(property, ""));
        if (System.getProperty(property) == null || Files.notExists(file)) {
            throw new IllegalStateException(
                    "%s is \"%s\", where there is nothing; `mvn verify` of the whole project makes it"
                            .formatted(property, file));
        }
        return file;
    }
}
