package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Which files a path stands for: itself, those of a directory, or those of all files and directories that match a pattern in
 * the last part of the path. Of a directory with a manifest those that it names, and all of them.
 */
final class InputFiles {
    private final String operation;
    private final List<Path> found = new ArrayList<>();
    private boolean anything;

    private InputFiles(String operation) {
        this.operation = operation;
    }

    /**
     * The files, in the order of their names.
     *
     * @param operation for messages
     * @throws MillraceException FILE when there is nothing, or a file of a manifest is missing or has another length
     */
    static List<Path> find(String operation, String path) {
        InputFiles files = new InputFiles(operation);
        Path plain = path(path);
        try {
            files.add(plain);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.FILE, operation + ": cannot list " + path + ": " + e, e);
        }
        if (!files.anything) {
            throw new MillraceException(
                    ErrorCode.FILE,
                    operation + ": there is no file " + plain.toAbsolutePath()
                            + "; expected a file, a directory with files, or a pattern such as logs/*.txt");
        }
        Collections.sort(files.found);
        return files.found;
    }

    /** A path, or a {@code file:} URI. */
    static Path path(String path) {
        return path.startsWith("file:") ? Path.of(URI.create(path)) : Path.of(path);
    }

    private void add(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            addDirectory(path);
        } else if (Files.isRegularFile(path)) {
            addFile(path);
        } else if (path.toString().matches(".*[*?\\[{].*")) {
            Path pattern = path.toAbsolutePath();
            Path parent = pattern.getParent();
            if (parent != null && Files.isDirectory(parent)) {
                addMatching(parent, String.valueOf(pattern.getFileName()));
            }
        }
    }

    private void addMatching(Path directory, String pattern) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
            for (Path entry : entries) {
                if (isHidden(entry)) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    addDirectory(entry);
                } else {
                    addFile(entry);
                }
            }
        }
    }

    private void addDirectory(Path directory) throws IOException {
        Optional<OutputManifest> manifest = OutputManifest.of(directory);
        if (manifest.isPresent()) {
            anything = true; // an output without records has no files
            for (WrittenFile file : manifest.get().files()) {
                add(directory, file);
            }
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry) && !isHidden(entry)) {
                    addFile(entry);
                }
            }
        }
    }

    private void add(Path directory, WrittenFile written) throws IOException {
        Path file = directory.resolve(written.name());
        if (!Files.isRegularFile(file) || Files.size(file) != written.bytes()) {
            throw new MillraceException(
                    ErrorCode.FILE,
                    operation + ": " + file + " is missing or not " + written.bytes() + " bytes long, as "
                            + OutputManifest.NAME + " beside it says: this is not the whole output. Copy it again, or"
                            + " delete the manifest to read what is there");
        }
        addFile(file);
    }

    private void addFile(Path file) {
        if (Files.isRegularFile(file)) {
            anything = true;
            found.add(file);
        }
    }

    private static boolean isHidden(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith("_") || name.startsWith(".");
    }
}
