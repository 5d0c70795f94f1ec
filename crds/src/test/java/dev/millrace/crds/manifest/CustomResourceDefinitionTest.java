package dev.millrace.crds.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * Keeps the CRD in git equal to the types. With {@code -Dmillrace.docs.write=true} the test writes the file instead of
 * comparing it.
 */
class CustomResourceDefinitionTest {
    static final Path FILE =
            Path.of("src", "main", "resources", "META-INF", "fabric8", "streamingjobs.millrace.dev-v1.yml");

    @TempDir
    Path directory;

    @Test
    void theFileInGitIsThatOfTheTypes() throws IOException {
        String expected = CrdDocument.text(directory);
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, expected);
        }
        assertEquals(
                expected,
                Files.readString(FILE),
                "the CRD is out of date; run the test with -Dmillrace.docs.write=true");
        assertTrue(Files.size(FILE) < 100_000, () -> FILE + " has grown to 100 kB");
    }

    @Test
    void everyFieldHasADescription() throws IOException {
        assertDescribed(schema(), "");
    }

    @Test
    void replicasCanBeScaledAndStatusIsAPartOfItsOwn() throws IOException {
        Map<String, Object> subresources = CrdDocument.map(version(), "subresources");
        assertEquals(
                Map.of(
                        "specReplicasPath", ".spec.executor.replicas",
                        "statusReplicasPath", ".status.executors.replicas",
                        "labelSelectorPath", ".status.executors.labelSelector"),
                subresources.get("scale"));
        assertEquals(Map.of(), subresources.get("status"));
    }

    @Test
    void kubectlShowsWhatMattersFirst() throws IOException {
        assertEquals(
                List.of("Phase", "Executors", "Interval", "Delay", "Rate", "Batch", "Reason", "Age"),
                CrdDocument.elements(version(), "additionalPrinterColumns").stream()
                        .map(column -> column.get("name"))
                        .toList());
    }

    @Test
    void nothingIsPassedThroughWithoutASchema() throws IOException {
        assertEquals(-1, Files.readString(FILE).indexOf("x-kubernetes-preserve-unknown-fields"));
    }

    private static void assertDescribed(Map<String, Object> schema, String path) {
        Map<String, Object> properties = CrdDocument.map(schema, "properties");
        if (properties != null) {
            for (String name : properties.keySet()) {
                Map<String, Object> property = CrdDocument.map(properties, name);
                String description = String.valueOf(property.get("description"));
                assertTrue(description.endsWith("."), () -> path + "." + name + ": " + description);
                assertDescribed(property, path + "." + name);
            }
        }
        Map<String, Object> items = CrdDocument.map(schema, "items");
        if (items != null) {
            assertDescribed(items, path + "[]");
        }
    }

    static Map<String, Object> schema() throws IOException {
        return CrdDocument.map(CrdDocument.map(version(), "schema"), "openAPIV3Schema");
    }

    private static Map<String, Object> version() throws IOException {
        return CrdDocument.version(new Yaml().load(Files.readString(FILE)));
    }
}
