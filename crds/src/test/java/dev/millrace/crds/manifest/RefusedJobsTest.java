package dev.millrace.crds.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The launcher refuses what the API server refuses, for the same reason: {@code refused.yaml} has a job for every rule of
 * the CRD. The first line of each says what both have to answer.
 */
class RefusedJobsTest {
    /** Rules that compare a job with what it was, which no manifest alone can break. */
    private static final String TRANSITION = "oldSelf";

    @TempDir
    Path directory;

    static Stream<RefusedJob> jobs() throws IOException {
        return JobDocuments.of("refused.yaml").stream().map(RefusedJob::of);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void theLauncherRefusesIt(RefusedJob job) throws IOException {
        Path file = Files.writeString(directory.resolve("job.yaml"), job.manifest());
        ManifestException e = assertThrows(ManifestException.class, () -> new ManifestReader().read(file));
        assertEquals(1, e.problems().size(), e::getMessage);
        assertTrue(job.isExplainedBy(e.getMessage()), e::getMessage);
    }

    @Test
    void everyRuleOfTheCrdHasAJobThatBreaksIt() throws IOException {
        Set<String> rules = new TreeSet<>();
        collect(CustomResourceDefinitionTest.schema(), false, rules);
        List<RefusedJob> jobs = jobs().toList();
        String untested = rules.stream()
                .filter(message -> jobs.stream().noneMatch(job -> job.covers(message)))
                .collect(Collectors.joining("\n"));
        assertEquals("", untested);
    }

    /** Adds the messages of the rules that compare a job with what it was, or of those that do not. */
    static void collect(Map<String, Object> schema, boolean transitions, Set<String> messages) {
        List<Map<String, Object>> rules = CrdDocument.elements(schema, "x-kubernetes-validations");
        if (rules != null) {
            rules.stream()
                    .filter(rule -> String.valueOf(rule.get("rule")).contains(TRANSITION) == transitions)
                    .forEach(rule -> messages.add(String.valueOf(rule.get("message"))));
        }
        Map<String, Object> properties = CrdDocument.map(schema, "properties");
        if (properties != null) {
            properties.keySet().forEach(name -> collect(CrdDocument.map(properties, name), transitions, messages));
        }
        Map<String, Object> items = CrdDocument.map(schema, "items");
        if (items != null) {
            collect(items, transitions, messages);
        }
    }

    /** @param parts what the message has to contain, in this order */
    record RefusedJob(List<String> parts, String manifest) {
        static RefusedJob of(String document) {
            String expected = document.lines().findFirst().orElseThrow().replaceFirst("^# ", "");
            return new RefusedJob(List.of(expected.split(" … ")), document);
        }

        boolean isExplainedBy(String message) {
            int from = 0;
            for (String part : parts) {
                int at = message.indexOf(part, from);
                if (at < 0) {
                    return false;
                }
                from = at + part.length();
            }
            return true;
        }

        /** Whether this job is about the rule with that message. */
        boolean covers(String message) {
            return message.contains(parts.get(parts.size() - 1));
        }
    }
}
