package dev.millrace.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of an image, as the OCI image specification has it. Immutable: the {@code with} methods return a
 * changed copy, and keep what they do not know.
 */
final class ImageConfig {
    private final ObjectNode json;

    ImageConfig(ObjectNode json) {
        this.json = json.deepCopy();
    }

    /** That of an image without layers, for this machine's processor. */
    static ImageConfig empty(Instant created) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("created", created.toString());
        json.put("architecture", architecture(System.getProperty("os.arch")));
        json.put("os", "linux");
        json.putObject("config");
        ObjectNode rootfs = json.putObject("rootfs");
        rootfs.put("type", "layers");
        rootfs.putArray("diff_ids");
        json.putArray("history");
        return new ImageConfig(json);
    }

    /** Java's name of a processor as images have it. */
    static String architecture(String java) {
        return switch (java.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> java;
        };
    }

    ObjectNode json() {
        return json.deepCopy();
    }

    String architecture() {
        return json.path("architecture").asText();
    }

    List<String> diffIds() {
        return strings(json.path("rootfs").path("diff_ids"));
    }

    Optional<String> environment(String name) {
        return strings(json.path("config").path("Env")).stream()
                .filter(variable -> variable.startsWith(name + "="))
                .map(variable -> variable.substring(name.length() + 1))
                .findFirst();
    }

    ImageConfig withCreated(Instant created) {
        ObjectNode copy = json();
        copy.put("created", created.toString());
        return new ImageConfig(copy);
    }

    ImageConfig withUser(String user) {
        return withSetting(config -> config.put("User", user));
    }

    ImageConfig withWorkingDirectory(String path) {
        return withSetting(config -> config.put("WorkingDir", path));
    }

    ImageConfig withEntrypoint(List<String> words) {
        return withSetting(config -> putAll(config.putArray("Entrypoint"), words));
    }

    ImageConfig withCommand(List<String> words) {
        return withSetting(config -> putAll(config.putArray("Cmd"), words));
    }

    ImageConfig withLabels(Map<String, String> labels) {
        return withSetting(config -> labels.forEach(config.withObject("/Labels")::put));
    }

    /** With a variable, in place of one of that name. */
    ImageConfig withEnvironment(String name, String value) {
        return withSetting(config -> {
            List<String> others = strings(config.path("Env")).stream()
                    .filter(variable -> !variable.startsWith(name + "="))
                    .toList();
            putAll(config.putArray("Env"), others).add(name + "=" + value);
        });
    }

    ImageConfig withLayer(String description, Layer layer) {
        ObjectNode copy = json();
        copy.withObject("/rootfs").withArray("diff_ids").add(layer.diffId());
        copy.withArray("history")
                .addObject()
                .put("created", copy.path("created").asText())
                .put("created_by", description);
        return new ImageConfig(copy);
    }

    private ImageConfig withSetting(java.util.function.Consumer<ObjectNode> change) {
        ObjectNode copy = json();
        change.accept(copy.withObject("/config"));
        return new ImageConfig(copy);
    }

    private static ArrayNode putAll(ArrayNode array, List<String> words) {
        words.forEach(array::add);
        return array;
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
