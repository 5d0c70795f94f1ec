package dev.millrace.helm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chart as it lies in the source tree, rendered by Helm. */
final class Chart {
    static final Path DIRECTORY = Path.of("millrace");
    static final String NAMESPACE = "millrace-system";
    /** Helm has an old one in mind where it is not told. */
    private static final String KUBERNETES = "1.34.0";

    static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Chart() {}

    /** Renders the chart for the release {@code millrace} in {@link #NAMESPACE}. */
    static Manifests render(String values) {
        return render("millrace", NAMESPACE, values);
    }

    static Manifests render(JsonNode values) {
        return render(yaml(values));
    }

    /**
     * Renders the chart without the objects of {@code helm test}.
     *
     * @param values in YAML, over the chart's own
     * @throws IllegalStateException with Helm's message where Helm refuses
     */
    static Manifests render(String release, String namespace, String values) {
        return Manifests.parse(template(DIRECTORY, release, namespace, values, "--skip-tests"));
    }

    /** Renders the chart as {@link #render(String)} does, with the objects of {@code helm test}. */
    static Manifests renderWithTest(String values) {
        return Manifests.parse(template(DIRECTORY, "millrace", NAMESPACE, values));
    }

    /** What Helm prints for a chart. */
    static String template(Path chart, String release, String namespace, String values, String... options) {
        String[] arguments = {
            "template",
            release,
            chart.toString(),
            "--namespace",
            namespace,
            "--kube-version",
            KUBERNETES,
            "--values",
            "-"
        };
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return Helm.run(values, all).orThrow();
    }

    /** The chart's own values. */
    static ObjectNode defaults() {
        return (ObjectNode) read("values.yaml");
    }

    static JsonNode read(String file) {
        try {
            return YAML.readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    static String text(String file) {
        try {
            return Files.readString(DIRECTORY.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(yaml, e);
        }
    }

    static String yaml(JsonNode node) {
        try {
            return YAML.writeValueAsString(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
