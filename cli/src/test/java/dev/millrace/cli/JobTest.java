package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {
    private static final String MANIFEST = """
            apiVersion: millrace.dev/v1
            kind: StreamingJob
            metadata: {name: words}
            spec:
              image: registry.example/millrace:1
              application: {mainClass: a.B, args: [x, "1"]}
              batchInterval: 500ms
              conf: {millrace.task.maxFailures: "2", spark.streaming.blockInterval: 50ms, own.key: v}
              executor: {replicas: 2, cores: 3, memory: 128m}
            """;

    @TempDir
    Path directory;

    @Test
    void theManifestBecomesSettings() throws IOException {
        assertEquals(
                Map.ofEntries(
                        Map.entry("millrace.app.name", "words"),
                        Map.entry("millrace.app.mainClass", "a.B"),
                        Map.entry("millrace.app.args.0", "x"),
                        Map.entry("millrace.app.args.1", "1"),
                        Map.entry("millrace.streaming.batchInterval", "500ms"),
                        Map.entry("millrace.executor.instances", "2"),
                        Map.entry("millrace.executor.cores", "3"),
                        Map.entry("millrace.task.maxFailures", "2"),
                        Map.entry("millrace.streaming.blockInterval", "50ms"),
                        Map.entry("own.key", "v")),
                read(options(null, null, Map.of())).settings());
    }

    @Test
    void theCommandLineWins() throws IOException {
        Job job = read(
                options(7L, 5, Map.of("millrace.task.maxFailures", "9", "millrace.streaming.batchInterval", "10ms")));
        assertEquals("7", job.settings().get("millrace.streaming.maxBatches"));
        assertEquals("9", job.settings().get("millrace.task.maxFailures"));
        assertEquals("10ms", job.settings().get("millrace.streaming.batchInterval"));
        assertEquals(5, job.executors());
        assertEquals(3, job.coresPerExecutor());
    }

    @Test
    void saysWhatHasNoEffectAndWhatSparksKeysBecome() throws IOException {
        assertEquals(
                List.of(
                        "Without effect in a local run: spec.image",
                        "spark.none has no equal in Millrace and has no effect",
                        "spark.streaming.blockInterval is taken as millrace.streaming.blockInterval"),
                read(options(null, null, Map.of("spark.none", "1"))).notes());
    }

    @Test
    void refusesKeysThatTheLauncherSets() {
        assertRefused(
                "--conf millrace.master: is set by the launcher; take it out",
                options(null, null, Map.of("millrace.master", "local")));
        assertRefused(
                "--conf millrace.executor.instances: use --executors instead",
                options(null, null, Map.of("millrace.executor.instances", "3")));
    }

    @Test
    void checksTheConfigurationBeforeAnythingStarts() {
        assertRefused(
                "millrace.task.maxFailures: expected integer >= 1, found \"none\"; the default is 4",
                options(null, null, Map.of("millrace.task.maxFailures", "none")));
    }

    @Test
    void listsAllProblemsOfAManifest() throws IOException {
        Path file = Files.writeString(
                directory.resolve("job.yaml"),
                MANIFEST.replace("replicas: 2", "replicas: 0").replace("128m", "1lg"));
        MillraceException e =
                assertThrows(MillraceException.class, () -> Job.read(file, options(null, null, Map.of())));
        assertEquals(ErrorCode.MANIFEST, e.code());
        assertTrue(e.getMessage().startsWith("2 problems in " + file + "\n" + file + ":9:"), e.getMessage());
    }

    private Job read(RunOptions options) throws IOException {
        return Job.read(Files.writeString(directory.resolve("job.yaml"), MANIFEST), options);
    }

    private void assertRefused(String message, RunOptions options) {
        MillraceException e = assertThrows(MillraceException.class, () -> read(options));
        assertEquals(ErrorCode.CONFIGURATION, e.code());
        assertEquals(message, e.getMessage());
    }

    private static RunOptions options(Long maxBatches, Integer executors, Map<String, String> conf) {
        return new RunOptions(maxBatches, executors, null, conf, null, false, false, false);
    }
}
