package dev.millrace.cli;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of one run: settings, keys, addresses. Only its owner can look into it; it is deleted when the run ends. */
final class RunDirectory implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("millrace-run-(\\d+)-.*");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final boolean keep;

    private RunDirectory(Path directory, boolean keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /** Makes a directory below the system's temporary one, and removes those whose launcher was killed. */
    static RunDirectory create(boolean keep) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        removeAbandoned(temporary);
        try {
            Path directory = Files.createTempDirectory(
                    temporary, "millrace-run-" + ProcessHandle.current().pid() + "-", OWNER_ONLY_DIRECTORY);
            return new RunDirectory(directory, keep);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE, "cannot make a directory in " + temporary + ": " + e.getMessage(), e);
        }
    }

    Path path() {
        return directory;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Writes a file that only its owner can read. */
    Path write(String name, String text) {
        Path file = path(name);
        try (Writer out = newFile(file)) {
            out.write(text);
            return file;
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.FILE, "cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a properties file that only its owner can read. */
    Path write(String name, Map<String, String> settings) {
        Path file = path(name);
        Properties properties = new Properties();
        settings.forEach(properties::setProperty);
        try (Writer out = newFile(file)) {
            properties.store(out, null);
            return file;
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.FILE, "cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (!keep) {
            delete(directory);
        }
    }

    private static Writer newFile(Path file) throws IOException {
        return Channels.newWriter(
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY_FILE),
                StandardCharsets.UTF_8);
    }

    private static void removeAbandoned(Path temporary) {
        try (Stream<Path> entries = Files.list(temporary)) {
            entries.filter(RunDirectory::isAbandoned).toList().forEach(RunDirectory::delete);
        } catch (IOException e) {
            // a directory that cannot be listed keeps its old runs; the new one is made or fails by itself
        }
    }

    private static boolean isAbandoned(Path entry) {
        Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
        return name.matches()
                && Files.isWritable(entry)
                && Optional.of(Long.parseLong(name.group(1)))
                        .flatMap(ProcessHandle::of)
                        .isEmpty();
    }

    private static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // what is left lies in the temporary directory, and the next run tries again
        }
    }
}
