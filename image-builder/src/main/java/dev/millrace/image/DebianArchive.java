package dev.millrace.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Downloads packages from the archives that this machine's apt is set up for. apt checks the signatures of the indexes and
 * the digests in them; the machine's own lists and packages stay as they are, since all state is in a directory of its own.
 */
final class DebianArchive {
    private static final Duration FRESH = Duration.ofDays(1);
    private static final Pattern URI_LINE = Pattern.compile("'[^']+' (\\S+) [0-9]+ (SHA256:)([0-9a-f]{64})");

    private static final Pattern COMPILER_BASE = Pattern.compile("\\bgcc-[0-9]+-base\\b");

    private final Path directory;
    private final Path packages;
    private final boolean refresh;

    /**
     * @param directory keeps indexes and packages
     * @param refresh whether to ask for newer versions even when it was done within the last day
     */
    DebianArchive(Path directory, boolean refresh) {
        this.directory = directory;
        this.packages = directory.resolve("packages");
        this.refresh = refresh;
    }

    /** The packages of {@code wanted}, and the one where those of the compiler have their licences. */
    List<DebianPackage> withLicences(List<String> wanted) {
        List<DebianPackage> packages = new ArrayList<>(packages(wanted));
        List<String> licences = packages.stream()
                .flatMap(each -> COMPILER_BASE.matcher(each.control()).results())
                .map(MatchResult::group)
                .distinct()
                .toList();
        packages.addAll(licences.isEmpty() ? List.of() : packages(licences));
        return packages;
    }

    /**
     * The packages, from the directory where they are there already.
     *
     * @param wanted names, or {@code NAME=VERSION}
     */
    List<DebianPackage> packages(List<String> wanted) {
        try {
            Files.createDirectories(packages);
            Files.createDirectories(directory.resolve("state/lists/partial"));
            Files.createDirectories(directory.resolve("cache/archives/partial"));
            update();
            List<DebianPackage> found = new ArrayList<>();
            // In another directory than that of the packages: apt-get passes over those that it finds there.
            Matcher lines = URI_LINE.matcher(
                    aptGet(directory, Stream.concat(Stream.of("--print-uris", "download"), wanted.stream())));
            while (lines.find()) {
                found.add(fetch(packages.resolve(lines.group(1)), "sha256:" + lines.group(3), wanted));
            }
            if (found.size() != wanted.size()) {
                throw new ImageException("apt-get offers " + found.size() + " of the packages " + wanted
                        + " with a SHA-256 digest; its sources must have them all");
            }
            return found;
        } catch (IOException e) {
            throw new ImageException("cannot keep Debian packages in " + directory + ": " + e, e);
        }
    }

    private DebianPackage fetch(Path file, String digest, List<String> wanted) throws IOException {
        if (!Files.exists(file) || !Digests.of(file).equals(digest)) {
            aptGet(packages, Stream.concat(Stream.of("download"), wanted.stream()));
            if (!Files.exists(file) || !Digests.of(file).equals(digest)) {
                throw new ImageException("apt-get has not left " + file + " with the digest " + digest);
            }
        }
        return new DebianPackage(file, digest, Command.run(directory, List.of("dpkg-deb", "-f", file.toString())));
    }

    private void update() throws IOException {
        Path stamp = directory.resolve("updated");
        boolean fresh = Files.exists(stamp)
                && Files.getLastModifiedTime(stamp)
                        .toInstant()
                        .isAfter(Instant.now().minus(FRESH));
        if (!fresh || refresh) {
            aptGet(directory, Stream.of("update"));
            Files.write(stamp, new byte[0]);
            Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
        }
    }

    private String aptGet(Path workingDirectory, Stream<String> words) {
        Stream<String> options = Stream.of(
                "apt-get",
                "-q",
                "-oDir::State=" + directory.resolve("state"),
                "-oDir::Cache=" + directory.resolve("cache"),
                "-oDir::State::status=" + directory.resolve("state/status"), // as if nothing were installed
                "-oDebug::NoLocking=1",
                "-oAPT::Get::AllowUnauthenticated=0",
                "-oAPT::Sandbox::User=" + System.getProperty("user.name"),
                "-oAcquire::Languages=none",
                "-oAcquire::Retries=3");
        try {
            return Command.run(workingDirectory, Stream.concat(options, words).toList());
        } catch (ImageException e) {
            throw new ImageException(
                    "cannot get the Debian packages of the image. They need apt-get and its archives, on a Debian or"
                            + " Ubuntu; elsewhere give a base with -Dimage.base=NAME. " + e.getMessage(),
                    e);
        }
    }
}
