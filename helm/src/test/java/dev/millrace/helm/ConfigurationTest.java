package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * {@code config} has every key of the operator with the operator's own default, so that neither a key that the operator does not
 * know nor one that the chart has forgotten goes unnoticed.
 */
class ConfigurationTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "operator-configuration.md");
    private static final String PREFIX = "millrace.operator.";

    /** What the chart sets from other values: runtimeImage, watchNamespaces, the names of release and namespace. */
    private static final Set<String> SET_OTHERWISE = Set.of(
            PREFIX + "image", PREFIX + "namespace", PREFIX + "namespaces", PREFIX + "leader-election.lease-name");

    @Test
    void isTheOneThatTheOperatorDocuments() throws IOException {
        Map<String, String> documented = documented();
        assertTrue(documented.keySet().containsAll(SET_OTHERWISE), documented::toString);
        documented.keySet().removeAll(SET_OTHERWISE);
        assertEquals(documented, config());
    }

    /** Default by key. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (String line : Files.readAllLines(REFERENCE)) {
            if (line.startsWith("| `" + PREFIX)) {
                String[] cells = line.replace("`", "").split("\\|");
                defaults.put(cells[1].strip(), cells[2].strip());
            }
        }
        return defaults;
    }

    private static Map<String, String> config() {
        Map<String, String> defaults = new TreeMap<>();
        for (Value value : Value.all()) {
            if (value.path().startsWith("config.")) {
                defaults.put(key(value.path()), value.standard().asText());
            }
        }
        return defaults;
    }

    /** Such as {@code millrace.operator.driver.poll-interval} for {@code config.driver.pollInterval}. */
    private static String key(String path) {
        return PREFIX
                + path.substring("config.".length())
                        .replaceAll("([A-Z])", "-$1")
                        .toLowerCase(Locale.ROOT);
    }
}
