package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessEnvironmentTest {
    @TempDir
    Path directory;

    @Test
    void readsTheSettingsAsUtf8() throws IOException {
        Path file = Files.writeString(directory.resolve("conf"), "a.b=Zürich\nc = d e \\u0041\n");
        assertEquals(
                new ProcessEnvironment(Map.of("a.b", "Zürich", "c", "d e A"), null, false),
                ProcessEnvironment.read(Map.of("MILLRACE_CONF", file.toString())));
    }

    @Test
    void readsOrdinalAndParentPipe() throws IOException {
        Path file = Files.writeString(directory.resolve("conf"), "");
        ProcessEnvironment environment = ProcessEnvironment.read(Map.of(
                "MILLRACE_CONF", file.toString(), "MILLRACE_EXECUTOR_ORDINAL", "7", "MILLRACE_PARENT_PIPE", "1"));
        assertEquals(new ProcessEnvironment(Map.of(), 7, true), environment);
        assertEquals(7, environment.requiredOrdinal());
    }

    @Test
    void theCheckpointOfTheEnvironmentWins() throws IOException {
        Path file =
                Files.writeString(directory.resolve("conf"), "millrace.streaming.checkpoint.directory=/from/file\n");
        assertEquals(
                Map.of("millrace.streaming.checkpoint.directory", "/var/lib/millrace/checkpoint"),
                ProcessEnvironment.read(Map.of(
                                "MILLRACE_CONF",
                                file.toString(),
                                "MILLRACE_CHECKPOINT",
                                "/var/lib/millrace/checkpoint"))
                        .settings());
    }

    @Test
    void namesWhatIsMissingOrWrong() throws IOException {
        Path file = Files.writeString(directory.resolve("conf"), "");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff});
        Path escape = Files.writeString(directory.resolve("escape"), "a=\\uzzzz");
        Path missing = directory.resolve("none");
        assertRefused(
                "MILLRACE_CONF is not set: expected the path of a properties file with the job's configuration",
                Map.of());
        assertRefused("MILLRACE_CONF: no such file: " + missing, Map.of("MILLRACE_CONF", missing.toString()));
        assertRefused("MILLRACE_CONF: " + binary + " is not UTF-8 text", Map.of("MILLRACE_CONF", binary.toString()));
        assertRefused(
                "MILLRACE_CONF: " + escape + " cannot be read: Malformed \\uxxxx encoding.",
                Map.of("MILLRACE_CONF", escape.toString()));
        assertRefused(
                "MILLRACE_EXECUTOR_ORDINAL: expected an integer >= 0, found \"-1\"",
                Map.of("MILLRACE_CONF", file.toString(), "MILLRACE_EXECUTOR_ORDINAL", "-1"));
    }

    @Test
    void anExecutorNeedsItsOrdinal() {
        MillraceException e = assertThrows(
                MillraceException.class, () -> new ProcessEnvironment(Map.of(), null, false).requiredOrdinal());
        assertEquals(
                "MILLRACE_EXECUTOR_ORDINAL is not set: expected the executor's number, an integer >= 0",
                e.getMessage());
    }

    private static void assertRefused(String message, Map<String, String> variables) {
        MillraceException e = assertThrows(MillraceException.class, () -> ProcessEnvironment.read(variables));
        assertEquals(message, e.getMessage());
    }
}
