package dev.millrace.streaming;

import dev.millrace.execution.Rethrow;
import dev.millrace.function.Function;
import dev.millrace.rdd.MillraceContext;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files of a directory that were not there at the listing before. A file is known by name, size and time of
 * change together, so that no clocks are compared, and one that was replaced is a new one. A directory that an output has
 * written, with its manifest, counts as one file. Not thread-safe.
 */
final class DirectoryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

    /** What a file is known by. */
    record Identity(Path path, long size, long modifiedMillis) {}

    private final Path directory;
    private final Function<Path, Boolean> filter;
    private Set<Identity> known = Set.of();

    DirectoryWatch(Path directory, Function<Path, Boolean> filter) {
        this.directory = directory;
        this.filter = filter;
    }

    Path directory() {
        return directory;
    }

    boolean isListable() {
        return Files.isDirectory(directory) && Files.isReadable(directory);
    }

    /** The files that were found at the last listing. */
    Set<Identity> known() {
        return known;
    }

    /** Takes files for known, besides those that are. */
    void know(Collection<Identity> files) {
        Set<Identity> all = new HashSet<>(known);
        all.addAll(files);
        known = all;
    }

    /** The new files, in the order of their names; none when the directory cannot be listed now. */
    List<Identity> newFiles() {
        Set<Identity> present;
        try {
            present = list();
        } catch (IOException e) {
            LOG.warn("cannot list {} now: no new files in this batch ({})", directory, e.toString());
            return List.of();
        }
        List<Identity> found = new ArrayList<>();
        for (Identity file : present) {
            if (!known.contains(file)) {
                found.add(file);
            }
        }
        known = present;
        found.sort(Comparator.comparing(Identity::path));
        return found;
    }

    private Set<Identity> list() throws IOException {
        Set<Identity> files = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, this::isWanted)) {
            for (Path entry : entries) {
                add(entry, files);
            }
        }
        return files;
    }

    private static void add(Path entry, Set<Identity> files) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(entry, BasicFileAttributes.class);
            if (found.isRegularFile()) {
                files.add(new Identity(
                        entry, found.size(), found.lastModifiedTime().toMillis()));
            } else if (found.isDirectory()) {
                addOutput(entry, files);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} went while it was being listed", entry);
        }
    }

    /** A directory that an output has written is known by its manifest, which never changes. */
    private static void addOutput(Path directory, Set<Identity> files) throws IOException {
        Path manifest = directory.resolve(MillraceContext.OUTPUT_MANIFEST);
        if (Files.isRegularFile(manifest)) {
            BasicFileAttributes found = Files.readAttributes(manifest, BasicFileAttributes.class);
            files.add(new Identity(
                    directory, found.size(), found.lastModifiedTime().toMillis()));
        }
    }

    private boolean isWanted(Path entry) {
        String name = String.valueOf(entry.getFileName());
        if (name.startsWith(".") || name.startsWith("_")) {
            return false;
        }
        try {
            return filter.call(entry);
        } catch (Exception e) {
            throw Rethrow.unchecked(e);
        }
    }
}
