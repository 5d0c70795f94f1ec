package dev.millrace.crds.manifest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects the problems of one file, and knows where each field of it is. */
final class Problems {
    private final Path file;
    private final List<Problem> found = new ArrayList<>();
    private final Map<String, Node> places = new HashMap<>();

    Problems(Path file) {
        this.file = file;
    }

    /** Remembers where the value of a field is, for problems that are found later. */
    void place(String path, Node value) {
        places.put(path, value);
    }

    void add(Node at, String path, String message) {
        Mark mark = at.getStartMark();
        found.add(new Problem(file.toString(), mark.getLine() + 1, mark.getColumn() + 1, path, message));
    }

    /** Adds a problem at the place of the field {@code path}, or at {@code fallback} when the file does not set it. */
    void addAt(Node fallback, String fallbackPath, String path, String message) {
        add(places.getOrDefault(path, places.getOrDefault(fallbackPath, fallback)), path, message);
    }

    void expected(Node at, String path, String expectation) {
        add(at, path, "expected " + expectation + ", found " + Scalars.describe(at));
    }

    int count() {
        return found.size();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    ManifestException failure() {
        return new ManifestException(
                found.stream().sorted(Problem.IN_FILE_ORDER).toList());
    }
}
