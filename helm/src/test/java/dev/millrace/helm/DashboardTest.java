package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboards ask for metrics that there are, by the names that Prometheus knows them by. */
class DashboardTest {
    private static final Pattern METRIC = Pattern.compile("\\b(millrace|operator_sdk|jvm|process)_[a-z0-9_]+");

    @ParameterizedTest
    @CsvSource({"jobs, metrics.md", "operator, operator-metrics.md"})
    void everyMetricIsDocumented(String dashboard, String reference) throws IOException {
        Set<String> documented = documented(reference);
        Set<String> used = new TreeSet<>();
        for (JsonNode query : dashboard(dashboard).findValues("expr")) {
            Matcher metric = METRIC.matcher(query.asText());
            assertTrue(metric.find(), query::asText);
            metric.reset().results().forEach(found -> used.add(found.group()));
        }
        used.removeAll(documented);
        assertEquals(Set.of(), used, () -> "not in docs/reference/" + reference + ", which has " + documented);
    }

    /** Alerts, and what to look at. */
    @ParameterizedTest
    @ValueSource(strings = {"monitoring.md", "sizing.md"})
    void everyMetricOfTheGuideIsDocumented(String page) throws IOException {
        Set<String> documented = new HashSet<>(documented("metrics.md"));
        documented.addAll(documented("operator-metrics.md"));
        Set<String> used = new TreeSet<>();
        Matcher metric = METRIC.matcher(Files.readString(Path.of("..", "docs", "operations", page)));
        metric.results().forEach(found -> used.add(found.group()));
        assertFalse(used.isEmpty());
        used.removeIf(documented::contains);
        assertEquals(Set.of(), used, () -> "not in docs/reference, which has " + documented);
    }

    @Test
    void everyMetricOfAJobIsShown() throws IOException {
        String text = dashboard("jobs").toString();
        Files.readString(reference("metrics.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`")[1].replace('.', '_'))
                .forEach(metric -> assertTrue(text.contains(metric), metric));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "operator"})
    void panelsAreOnTheGridWithoutOverlap(String name) throws IOException {
        Set<String> cells = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard(name).path("panels")) {
            assertTrue(ids.add(panel.path("id").intValue()), panel::toString);
            assertFalse(panel.path("description").asText().isEmpty(), panel::toString);
            JsonNode at = panel.path("gridPos");
            assertTrue(at.path("x").intValue() + at.path("w").intValue() <= 24, at::toString);
            for (int x = 0; x < at.path("w").intValue(); x++) {
                for (int y = 0; y < at.path("h").intValue(); y++) {
                    String cell =
                            (at.path("x").intValue() + x) + "," + (at.path("y").intValue() + y);
                    assertTrue(cells.add(cell), () -> panel.path("title") + " overlaps at " + cell);
                }
            }
        }
        assertFalse(cells.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "operator"})
    void variablesThatAreUsedAreDeclared(String name) throws IOException {
        JsonNode dashboard = dashboard(name);
        Set<String> declared = new HashSet<>(Set.of("__rate_interval"));
        dashboard
                .at("/templating/list")
                .forEach(variable -> declared.add(variable.path("name").asText()));
        Matcher used = Pattern.compile("\\$\\{?([a-z_]+)}?")
                .matcher(dashboard.toString().replace("$__all", ""));
        while (used.find()) {
            assertTrue(declared.contains(used.group(1)), used.group());
        }
    }

    private static JsonNode dashboard(String name) throws IOException {
        return Chart.YAML.readTree(Chart.text("files/dashboards/" + name + ".json"));
    }

    /** Names in Prometheus of all series of the metrics in a table. */
    private static Set<String> documented(String page) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(reference(page))) {
            if (line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                names.addAll(series(cells[1].strip().replace("`", ""), cells[2].strip(), cells[3].strip()));
            }
        }
        assertFalse(names.isEmpty());
        return names;
    }

    private static List<String> series(String name, String type, String unit) {
        PrometheusNamingConvention convention = new PrometheusNamingConvention();
        return switch (type) {
            case "counter" -> List.of(convention.name(name, Meter.Type.COUNTER) + "_total");
            case "gauge" -> List.of(convention.name(name, Meter.Type.GAUGE, unit.equals("bytes") ? unit : null));
            case "timer" -> suffixed(convention.name(name, Meter.Type.TIMER), "_count", "_sum", "_max");
            case "histogram" -> suffixed(convention.name(name, Meter.Type.TIMER), "_count", "_sum", "_max", "_bucket");
            default -> throw new IllegalArgumentException(name + ": type " + type);
        };
    }

    private static List<String> suffixed(String name, String... suffixes) {
        return java.util.Arrays.stream(suffixes).map(name::concat).toList();
    }

    private static Path reference(String page) {
        return Path.of("..", "docs", "reference", page);
    }
}
