package dev.millrace.e2e.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The manifest of a job, and variations of it. Immutable. */
public final class JobManifest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final ObjectNode tree;

    private JobManifest(ObjectNode tree) {
        this.tree = tree;
    }

    /** The word count that the README applies, as it is. */
    public static JobManifest wordCount() {
        return read(Path.of("..", "examples", "word-count", "word-count.yaml"));
    }

    /** The word count from Kafka to Cassandra, with servers on this machine. */
    public static JobManifest kafkaCassandraWordCount() {
        return read(Path.of("..", "examples", "kafka-cassandra-word-count", "kafka-cassandra-word-count.yaml"));
    }

    /** A manifest in YAML. */
    public static JobManifest parse(String yaml) {
        return new JobManifest(YAML.unmarshal(yaml, ObjectNode.class));
    }

    static JobManifest read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A copy in which a field is set.
     *
     * @param object where the field is, as a JSON pointer such as {@code /spec/executor}
     * @param value in YAML
     */
    public JobManifest with(String object, String field, String value) {
        ObjectNode copy = tree.deepCopy();
        ObjectNode parent = copy.withObject(object);
        // Without the marker what starts with a brace is taken for JSON.
        parent.set(field, YAML.unmarshal("---\n" + value, JsonNode.class));
        return new JobManifest(copy);
    }

    public String name() {
        return tree.at("/metadata/name").asText();
    }

    public String yaml() {
        return YAML.asYaml(tree);
    }
}
