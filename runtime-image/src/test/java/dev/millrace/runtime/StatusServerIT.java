package dev.millrace.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver shows over HTTP, of a process of its own whose program does nothing for it. */
class StatusServerIT {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "metrics.md");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private Process driver;
    private String address;

    @BeforeEach
    void start() throws IOException {
        Path address = directory.resolve("address");
        Path settings =
                Files.writeString(directory.resolve("job.properties"), """
                millrace.app.name=a<b>&"c"
                millrace.app.mainClass=%s
                millrace.master=local[2]
                millrace.status.port=0
                millrace.status.addressFile=%s
                """.formatted(Ticks.class.getName(), address));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                java.toString(), "-Xmx256m", "-cp", System.getProperty("java.class.path"), DriverMain.class.getName());
        builder.environment().put("MILLRACE_CONF", settings.toString());
        driver = builder.redirectErrorStream(true).redirectOutput(output()).start();
        await().atMost(PATIENCE).until(() -> Files.exists(address) || !driver.isAlive());
        assertTrue(driver.isAlive(), this::said);
        this.address = Files.readString(address).strip();
        await().atMost(PATIENCE).until(() -> value("millrace_batches_completed_total") >= 2);
    }

    @AfterEach
    void end() throws InterruptedException {
        driver.destroyForcibly().waitFor();
    }

    @Test
    void itServesEveryMetricOfTheReference() throws Exception {
        Map<String, Double> metrics = metrics();
        List<String> documented = documented();
        List<String> missing = new ArrayList<>(documented);
        missing.removeAll(metrics.keySet());
        assertEquals(List.of(), missing, metrics::toString);
        List<String> unknown = new ArrayList<>(metrics.keySet());
        unknown.removeIf(name -> !name.startsWith("millrace_") || documented.contains(name));
        assertEquals(List.of(), unknown);
    }

    @Test
    void numbersAreThoseOfTheJob() throws Exception {
        assertEquals(1, value("millrace_executors_alive"));
        assertEquals(1, value("millrace_executors_desired"));
        assertEquals(0, value("millrace_batches_failed_total"));
        await().atMost(PATIENCE).until(() -> value("millrace_records_total") >= 100);
        await().atMost(PATIENCE).until(() -> value("ticks_seen_total") >= 100);
        assertTrue(value("millrace_task_run_seconds_sum") > 0);
        assertTrue(value("jvm_memory_used_bytes") > 0);
        HttpResponse<String> metrics = get("/metrics");
        assertTrue(
                metrics.headers().firstValue("Content-Type").orElseThrow().startsWith("text/plain; version=0.0.4"),
                metrics::toString);
        List<String> withoutTag = metrics.body()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.contains("app=\"a<b>&\\\"c\\\"\""))
                .toList();
        assertEquals(List.of(), withoutTag);
        driver.destroy();
        assertTrue(driver.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, driver.exitValue(), this::said);
        assertEquals("", said());
    }

    @Test
    void peopleSeeTheJob() throws Exception {
        String page = get("/").body();
        assertTrue(page.contains("<h1>a&lt;b&gt;&amp;&quot;c&quot;</h1>"), page);
        assertTrue(page.contains("<pre>RUNNING</pre>"), page);
        assertTrue(page.contains("<pre>100 ms</pre>"), page);
        assertTrue(page.contains("<pre>1 of 1</pre>"), page);
        assertFalse(page.contains("<b>"), page);
    }

    private File output() {
        return directory.resolve("output").toFile();
    }

    private String said() {
        try {
            return Files.readString(output().toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private URI uri(String path) {
        return URI.create("http://" + address + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** By name; series of the same metric together. */
    private Map<String, Double> metrics() throws IOException, InterruptedException {
        Map<String, Double> values = new HashMap<>();
        get("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> values.merge(
                        line.substring(0, line.indexOf('{')),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)),
                        Double::sum));
        return values;
    }

    private double value(String metric) throws IOException, InterruptedException {
        return metrics().getOrDefault(metric, 0.0);
    }

    /** Names in Prometheus of all series of the metrics in the reference. */
    private static List<String> documented() throws IOException {
        PrometheusNamingConvention convention = new PrometheusNamingConvention();
        List<String> names;
        try (Stream<String> lines = Files.lines(REFERENCE)) {
            names = lines.filter(line -> line.startsWith("| `millrace."))
                    .map(line -> line.split("\\|", -1))
                    .flatMap(cells -> series(convention, cells[1].strip().replace("`", ""), cells[2].strip()))
                    .toList();
        }
        assertFalse(names.isEmpty());
        return names;
    }

    private static Stream<String> series(PrometheusNamingConvention convention, String name, String type) {
        return switch (type) {
            case "counter" -> Stream.of(convention.name(name, Meter.Type.COUNTER) + "_total");
            case "gauge" -> Stream.of(convention.name(name, Meter.Type.GAUGE));
            case "timer" -> Stream.of("_count", "_sum", "_max").map(convention.name(name, Meter.Type.TIMER)::concat);
            default -> throw new IllegalArgumentException(name + ": type " + type);
        };
    }
}
