package dev.millrace.crds.manifest;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the one YAML document of a file as a tree of nodes that know their place. */
final class YamlText {
    private YamlText() {}

    /** @throws ManifestException when the file cannot be read, is no YAML, or has not exactly one document */
    static Node read(Path file) throws ManifestException {
        List<Node> documents = parse(file, text(file));
        if (documents.isEmpty()) {
            throw failure(file, 0, 0, "the file is empty; expected the manifest of a StreamingJob");
        }
        if (documents.size() > 1) {
            Mark second = documents.get(1).getStartMark();
            throw failure(
                    file,
                    second.getLine() + 1,
                    second.getColumn() + 1,
                    "expected one document, found a second one here; put each StreamingJob into a file of its own");
        }
        return documents.get(0);
    }

    private static String text(Path file) throws ManifestException {
        if (!Files.exists(file)) {
            throw failure(file, 0, 0, "no such file; expected the path of a StreamingJob's manifest");
        }
        if (Files.isDirectory(file)) {
            throw failure(file, 0, 0, "is a directory; expected the path of a StreamingJob's manifest");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw failure(file, 0, 0, "is not UTF-8 text; expected the manifest of a StreamingJob");
        } catch (IOException e) {
            throw failure(file, 0, 0, "cannot be read: " + e.getMessage());
        }
    }

    private static List<Node> parse(Path file, String text) throws ManifestException {
        List<Node> documents = new ArrayList<>();
        try {
            for (Node document : new Yaml(new LoaderOptions()).composeAll(new StringReader(text))) {
                if (!Tag.NULL.equals(document.getTag())) {
                    documents.add(document);
                }
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw failure(
                    file,
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    "not valid YAML: " + reason(e));
        } catch (YAMLException e) {
            throw failure(
                    file,
                    0,
                    0,
                    "not valid YAML: "
                            + Objects.toString(e.getMessage(), "malformed text")
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
        return documents;
    }

    private static String reason(MarkedYAMLException e) {
        String problem =
                e.getProblem() == null ? "malformed text" : e.getProblem().strip();
        if (problem.contains("TAB")) {
            return "a tab cannot be used for indentation; use spaces";
        }
        return e.getContext() == null
                ? problem
                : problem + " (" + e.getContext().strip() + ")";
    }

    private static ManifestException failure(Path file, int line, int column, String message) {
        return new ManifestException(List.of(new Problem(file.toString(), line, column, "", message)));
    }
}
