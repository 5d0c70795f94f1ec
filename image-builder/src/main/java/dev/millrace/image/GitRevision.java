package dev.millrace.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The commit that sources are of. */
final class GitRevision {
    private GitRevision() {}

    /** Its name, with {@code -modified} where files differ from it; empty where there is no git or no repository. */
    static Optional<String> of(Path directory) {
        Path absolute = directory.toAbsolutePath();
        try {
            String commit =
                    Command.run(absolute, List.of("git", "rev-parse", "HEAD")).trim();
            boolean clean = Command.run(absolute, List.of("git", "status", "--porcelain"))
                    .isBlank();
            return Optional.of(clean ? commit : commit + "-modified");
        } catch (ImageException e) {
            return Optional.empty(); // sources from an archive; the image then has no such label
        }
    }
}
