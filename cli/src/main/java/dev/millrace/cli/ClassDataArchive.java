package dev.millrace.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The class-data archive of a build of Millrace and a Java: classes as the JVM has them in memory, which driver and executors then map at
 * their start instead of parsing them. It is a file in a directory that runs share, named for what it was made of:
 *
 * <pre>
 *   WHERE-WHAT.jsa            the archive; WHERE: paths of the build and of Java; WHAT: their versions, sizes and times
 *   WHERE-WHAT.jsa.PID.tmp    one that the launcher PID is making
 * </pre>
 *
 * <p>Whatever is wrong with directory or file, the only consequence is a slower start. Safe for concurrent use, also by several launchers.
 */
final class ClassDataArchive {
    /** System property of the launcher. */
    static final String DIRECTORY = "millrace.classData";

    private static final Pattern TEMPORARY = Pattern.compile("[0-9a-f]+-[0-9a-f]+\\.jsa\\.(\\d+)\\.tmp");
    private static final Pattern ARCHIVE = Pattern.compile("([0-9a-f]+)-[0-9a-f]+\\.jsa");
    /** Archives of builds that are gone stay for so long after their last use. */
    private static final Duration UNUSED = Duration.ofDays(30);

    private final Path directory;
    private final String where;
    private final Path file;

    private ClassDataArchive(Path directory, String where, String what) {
        this.directory = directory;
        this.where = where;
        this.file = directory.resolve(where + "-" + what + ".jsa");
    }

    /**
     * The archive for this build: in the directory that the system property {@value #DIRECTORY} names, which may be {@code off}; else in the
     * build's own where that can be written to, else in the user's cache.
     */
    static Optional<ClassDataArchive> of(Home home) {
        String chosen = System.getProperty(DIRECTORY, "");
        if (chosen.equals("off")) {
            return Optional.empty();
        }
        Path directory;
        if (!chosen.isEmpty()) {
            directory = Path.of(chosen).toAbsolutePath();
        } else if (Files.isWritable(home.directory())) {
            directory = home.directory().resolve("class-data");
        } else {
            String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
            Path caches = cache.startsWith("/") ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
            directory = caches.resolve("millrace");
        }
        return of(directory, home.lib(), home.jars());
    }

    /** The archive in {@code directory} for these jars of {@code lib} and this Java; empty where Java is not OpenJDK's. */
    static Optional<ClassDataArchive> of(Path directory, Path lib, List<Path> jars) {
        if (!System.getProperty("java.vm.name", "").endsWith("Server VM")) {
            return Optional.empty();
        }
        try {
            StringBuilder what = new StringBuilder(System.getProperty("java.vm.version"))
                    .append(System.getProperty("java.vm.vendor"))
                    .append(System.getProperty("os.arch"));
            for (Path jar : jars) {
                what.append('\n')
                        .append(jar)
                        .append(' ')
                        .append(Files.size(jar))
                        .append(' ')
                        .append(Files.getLastModifiedTime(jar).toMillis());
            }
            String where = System.getProperty("java.home") + "\n" + lib;
            return Optional.of(new ClassDataArchive(directory, digest(where), digest(what.toString())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Options for a process that is started now; none where there is no archive yet. */
    List<String> options() {
        if (!Files.isReadable(file)) {
            return List.of();
        }
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // somebody else's, who uses it too
        }
        // A damaged file is found by its checksums, and passed over without a word.
        return List.of("-XX:SharedArchiveFile=" + file, "-XX:+VerifySharedSpaces", "-Xlog:cds=off");
    }

    /** Where a new archive is to be written before {@link #publish}; empty where there is one, or it cannot be made here and now. */
    Optional<Path> begin() {
        try {
            Files.createDirectories(directory);
            removeStale();
            if (Files.exists(file) || isBeingMade() || !Files.isWritable(directory)) {
                return Optional.empty();
            }
            Path temporary = directory.resolve(
                    file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
            Files.deleteIfExists(temporary);
            return Optional.of(temporary);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Makes what was written there the archive, whole and on the disk. */
    void publish(Path temporary) throws IOException {
        // Only read, as Java takes the right to write away from an archive.
        try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.READ)) {
            written.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isBeingMade() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.anyMatch(entry -> entry.getFileName().toString().startsWith(file.getFileName() + "."));
        }
    }

    /** Removes what launchers that were killed have left, what earlier jars and versions had, and what nobody uses any more. */
    private void removeStale() throws IOException {
        List<Path> entries;
        try (Stream<Path> found = Files.list(directory)) {
            entries = found.filter(this::isStale).toList();
        }
        for (Path entry : entries) {
            Files.deleteIfExists(entry);
        }
    }

    private boolean isStale(Path entry) {
        String name = entry.getFileName().toString();
        Matcher temporary = TEMPORARY.matcher(name);
        if (temporary.matches()) {
            return ProcessHandle.of(Long.parseLong(temporary.group(1))).isEmpty();
        }
        Matcher archive = ARCHIVE.matcher(name);
        return archive.matches() && !entry.equals(file) && (archive.group(1).equals(where) || isUnused(entry));
    }

    private static boolean isUnused(Path entry) {
        try {
            return Files.getLastModifiedTime(entry)
                    .toInstant()
                    .isBefore(Instant.now().minus(UNUSED));
        } catch (IOException e) {
            return false; // another launcher has removed it
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
