package dev.millrace.crds.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The changes of {@code changes.yaml} are about nothing but the rules that compare a job with what it was, and about all of
 * these; what the API server says to them is a matter of the tests on a cluster.
 */
class ChangedJobsTest {
    private static final String REFUSED = "# refused: ";

    @TempDir
    Path directory;

    static List<String> changes() throws IOException {
        return JobDocuments.of("changes.yaml");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void theJobIsRightBeforeAndAfterIt(String document) throws Exception {
        assertTrue(document.startsWith(REFUSED) || document.startsWith("# accepted\n"), document);
        Map<String, Object> change = new Yaml().load(document);
        Map<String, Object> spec =
                new LinkedHashMap<>(Map.of("application", Map.of("jar", "local:///a.jar", "mainClass", "a.B")));
        merge(spec, CrdDocument.map(change, "before"));
        assertRight(spec);
        merge(spec, CrdDocument.map(change, "change"));
        assertRight(spec);
    }

    @Test
    void everyRuleAboutChangesHasOneThatBreaksIt() throws IOException {
        Set<String> rules = new TreeSet<>();
        RefusedJobsTest.collect(CustomResourceDefinitionTest.schema(), true, rules);
        assertEquals(2, rules.size(), rules::toString);
        List<String> changes = changes();
        String untested = rules.stream()
                .filter(message -> changes.stream().noneMatch(change -> breaks(change, message)))
                .collect(Collectors.joining("\n"));
        assertEquals("", untested);
    }

    private static boolean breaks(String change, String message) {
        String expected = change.lines().findFirst().orElseThrow();
        return expected.startsWith(REFUSED) && message.contains(expected.substring(expected.lastIndexOf(" … ") + 3));
    }

    private void assertRight(Map<String, Object> spec) throws IOException, ManifestException {
        Path file = directory.resolve("job.yaml");
        Files.writeString(
                file,
                new Yaml()
                        .dump(Map.of(
                                "apiVersion",
                                "millrace.dev/v1",
                                "kind",
                                "StreamingJob",
                                "metadata",
                                Map.of("name", "changed"),
                                "spec",
                                spec)));
        new ManifestReader().read(file);
    }

    /** As RFC 7396 says, but for null in what is new. */
    @SuppressWarnings("unchecked") // a map in a manifest has strings as keys
    private static void merge(Map<String, Object> target, Map<String, Object> patch) {
        patch.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> part = target.get(key) instanceof Map<?, ?> old
                        ? new LinkedHashMap<>((Map<String, Object>) old)
                        : new LinkedHashMap<>();
                merge(part, (Map<String, Object>) map);
                target.put(key, part);
            } else if (value == null) {
                target.remove(key);
            } else {
                target.put(key, value);
            }
        });
    }
}
