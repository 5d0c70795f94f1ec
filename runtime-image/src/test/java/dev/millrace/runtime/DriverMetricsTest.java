package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.metrics.Metric;
import dev.millrace.metrics.StreamMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriverMetricsTest {
    private final StreamMetrics first = new StreamMetrics("words");
    private final StreamMetrics second = new StreamMetrics("words");

    @Test
    void theJvmIsMeasuredWithoutAStreamToo() {
        try (DriverMetrics metrics = new DriverMetrics("words")) {
            String text = text(metrics);
            for (String name : List.of(
                    "jvm_memory_used_bytes",
                    "jvm_gc_memory_allocated_bytes_total",
                    "jvm_threads_live_threads",
                    "process_cpu_usage",
                    "process_uptime_seconds")) {
                assertTrue(text.lines().anyMatch(line -> line.startsWith(name + "{app=\"words\"")), name + text);
            }
        }
    }

    @Test
    void theNextStreamTakesThePlaceOfTheLast() {
        first.gauge(Metric.BATCHES_QUEUED, () -> 7);
        second.gauge(Metric.BATCHES_QUEUED, () -> 3);
        try (DriverMetrics metrics = new DriverMetrics("words")) {
            metrics.follow(first.registry());
            first.batchCompleted(5, 1, 1, 1);
            first.registry().counter("program.first").increment();
            String before = text(metrics);
            assertShows(before, "millrace_batches_queued{app=\"words\"} 7.0");
            assertShows(before, "millrace_records_total{app=\"words\"} 5.0");
            assertShows(before, "program_first_total{app=\"words\"} 1.0");

            metrics.follow(second.registry());
            second.batchCompleted(2, 1, 1, 1);
            first.batchCompleted(9, 1, 1, 1);
            String after = text(metrics);
            assertShows(after, "millrace_batches_queued{app=\"words\"} 3.0");
            assertShows(after, "millrace_records_total{app=\"words\"} 2.0");
            assertFalse(after.contains("program_first"), after);
            assertTrue(after.contains("jvm_memory_used_bytes"), after);
        }
    }

    /** Prometheus refuses a page that has a series twice. */
    @Test
    void aMeterThatTheProgramBindsTooIsThereOnce() {
        try (DriverMetrics metrics = new DriverMetrics("words")) {
            new JvmMemoryMetrics().bindTo(first.registry());
            metrics.follow(first.registry());
            List<String> series = text(metrics)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(0, line.lastIndexOf(' ')))
                    .toList();
            assertEquals(series.stream().distinct().toList(), series);
            assertTrue(series.toString().contains("jvm_memory_used_bytes"), series::toString);
            metrics.follow(second.registry());
            assertTrue(text(metrics).contains("jvm_memory_used_bytes"));
        }
    }

    private static void assertShows(String text, String line) {
        assertTrue(text.lines().anyMatch(line::equals), () -> line + " is not in\n" + text);
    }

    private static String text(DriverMetrics metrics) {
        return metrics.scrape().text();
    }
}
