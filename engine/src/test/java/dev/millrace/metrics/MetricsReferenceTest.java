package dev.millrace.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/reference/metrics.md} complete: one row for each metric, in order. */
class MetricsReferenceTest {
    @Test
    void thereIsOneRowForEachMetric() throws IOException {
        List<String> rows = Files.readString(Path.of("..", "docs", "reference", "metrics.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertEquals(
                Arrays.stream(Metric.values()).map(MetricsReferenceTest::row).toList(), rows);
    }

    private static String row(Metric metric) {
        String type = metric.type().name().toLowerCase(Locale.ROOT);
        return "| `" + metric.key() + "` | " + type + " | " + metric.unit() + " | " + metric.description() + " |";
    }
}
