package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects that Helm rendered.
 *
 * @param text as Helm printed them
 */
record Manifests(String text, List<JsonNode> objects) {
    /** Parses them and checks what holds for every object. */
    static Manifests parse(String text) {
        List<JsonNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                Chart.YAML.readerFor(JsonNode.class).readValues(text)) {
            documents.forEachRemaining(document -> {
                if (!document.isNull() && !document.isMissingNode()) {
                    objects.add(document);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
        Map<String, JsonNode> names = new LinkedHashMap<>();
        for (JsonNode object : objects) {
            assertTrue(object.path("apiVersion").isTextual(), object::toString);
            assertTrue(object.path("kind").isTextual(), object::toString);
            JsonNode metadata = object.path("metadata");
            assertTrue(metadata.path("name").isTextual(), object::toString);
            for (String strings : List.of("labels", "annotations")) {
                metadata.path(strings).forEach(value -> assertTrue(value.isTextual(), object::toString));
            }
            String name = object.path("kind").asText() + " " + metadata.path("namespace") + " " + metadata.path("name");
            assertFalse(names.containsKey(name), () -> "twice: " + name);
            names.put(name, object);
        }
        return new Manifests(text, objects);
    }

    List<JsonNode> all(String kind) {
        return objects.stream()
                .filter(object -> kind.equals(object.path("kind").asText()))
                .toList();
    }

    /** The only object of a kind. */
    JsonNode only(String kind) {
        List<JsonNode> found = all(kind);
        assertTrue(found.size() == 1, () -> "expected one " + kind + ", found " + found);
        return found.get(0);
    }

    JsonNode named(String kind, String name) {
        List<JsonNode> found = all(kind).stream()
                .filter(object -> name.equals(object.at("/metadata/name").asText()))
                .toList();
        assertTrue(found.size() == 1, () -> "expected one " + kind + " " + name + ", found " + found);
        return found.get(0);
    }

    boolean has(String kind) {
        return !all(kind).isEmpty();
    }

    JsonNode deployment() {
        return only("Deployment");
    }

    JsonNode pod() {
        return deployment().at("/spec/template/spec");
    }

    JsonNode container() {
        return pod().at("/containers/0");
    }

    JsonNode settings() {
        return named("ConfigMap", deployment().at("/metadata/name").asText()).path("data");
    }
}
