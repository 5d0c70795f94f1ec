package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said after an installation. Helm prints it only where it has a cluster, so it is rendered here as the data of an
 * object, in a copy of the chart.
 */
@WithHelm
class NotesIT {
    @TempDir
    private static Path copy;

    @BeforeAll
    static void copyTheChart() throws IOException {
        try (Stream<Path> files = Files.walk(Chart.DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(Chart.DIRECTORY.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        // Helm does not hand out what is in templates/.
        Files.move(copy.resolve("templates/NOTES.txt"), copy.resolve("NOTES.txt"));
        Files.writeString(copy.resolve("templates/notes.yaml"), """
                apiVersion: v1
                kind: Notes
                metadata: {name: notes}
                text: {{ tpl (.Files.Get "NOTES.txt") . | toJson }}
                """);
    }

    @Test
    void sayWhatToDoNext() {
        String notes = notes("{}");
        assertTrue(notes.contains("StreamingJobs of all namespaces."), notes);
        assertTrue(notes.contains("rollout status deployment/millrace-operator"), notes);
        assertTrue(notes.contains("helm test millrace --namespace millrace-system"), notes);
        assertFalse(notes.contains("is false"), notes);
    }

    @Test
    void sayWhatIsLeftToTheUser() {
        String notes = notes("{watchNamespaces: [a, b], crds: {install: false}, rbac: {create: false}}");
        assertTrue(notes.contains("StreamingJobs of the namespaces a, b."), notes);
        assertTrue(notes.contains("crds.install is false"), notes);
        assertTrue(notes.contains("rbac.create is false"), notes);
    }

    /** A terminal's width, but for names. */
    @Test
    void fitOnAScreen() {
        String notes = notes("{crds: {install: false}, rbac: {create: false}}");
        assertEquals(
                "",
                String.join(
                        "\n", notes.lines().filter(line -> line.length() > 120).toList()));
        assertFalse(notes.contains("\n\n\n"), notes);
    }

    private static String notes(String values) {
        String rendered = Chart.template(copy, "millrace", Chart.NAMESPACE, values, "--skip-tests");
        return Manifests.parse(rendered).only("Notes").path("text").asText();
    }
}
