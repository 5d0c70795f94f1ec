package dev.millrace.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The entries of a layer by path, in the order of the paths; parents are there with the entries below them. Paths are
 * absolute in the image and do not end with a slash. For one thread.
 */
final class LayerContent {
    static final int PLAIN = 0644;
    static final int EXECUTABLE = 0755;

    private final NavigableMap<String, Entry> entries = new TreeMap<>(Comparator.comparing(LayerContent::sortable));

    /** Orders a directory right before what is below it, whatever characters the names have. */
    private static String sortable(String path) {
        return path.replace('/', '\0');
    }

    NavigableMap<String, Entry> entries() {
        return Collections.unmodifiableNavigableMap(entries);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Adds an entry, in place of one that has been there; a directory that is there keeps its mode. */
    void put(String path, Entry entry) {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("not an absolute path of an image: " + path);
        }
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            entries.putIfAbsent(path.substring(0, slash), new Entry.Directory(EXECUTABLE));
        }
        entries.put(path, entry);
    }

    void putText(String path, String text) {
        put(path, new Entry.Content(text.getBytes(StandardCharsets.UTF_8), PLAIN));
    }

    /**
     * Adds a file, or what is below a directory: links stay links, and of the permissions only whether a file may be
     * executed is kept, since the rest is the umask of whoever made it.
     */
    void putTree(Path source, String path) {
        try {
            if (Files.isSymbolicLink(source)) {
                put(path, new Entry.Link(Files.readSymbolicLink(source).toString()));
            } else if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
                put(path, new Entry.Directory(EXECUTABLE));
                for (Path child : children(source)) {
                    putTree(child, path + "/" + child.getFileName());
                }
            } else {
                put(path, new Entry.File(source, Files.isExecutable(source) ? EXECUTABLE : PLAIN));
            }
        } catch (IOException e) {
            throw new ImageException("cannot read " + source + " for " + path + " of the image: " + e, e);
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }
}
