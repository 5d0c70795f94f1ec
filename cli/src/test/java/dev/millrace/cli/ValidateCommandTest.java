package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private final PrintStream systemOut = System.out;
    private final PrintStream systemErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setOut(systemOut);
        System.setErr(systemErr);
    }

    @Test
    void judgesEveryFile() throws IOException {
        String good = manifest("good", "2", "");
        String bad = manifest("bad", "none", "");
        String other = manifest("other", "3", "");

        assertEquals(2, Main.commandLine().execute("validate", good, bad, other));

        assertEquals(
                List.of(
                        good + ": valid: StreamingJob good, a.B, executors 2",
                        other + ": valid: StreamingJob other, a.B, executors 3"),
                out.toString(UTF_8).lines().toList());
        assertTrue(
                err.toString(UTF_8).contains(bad + ":9:15: spec.executor.replicas: expected an integer >= 1"),
                err.toString(UTF_8));
    }

    @Test
    void warnsOfKeysThatHaveNoEffect() throws IOException {
        String file = manifest("job", "2", "  conf: {millrace.mastr: local, millrace.streaming.maxBatch: '3'}\n");

        assertEquals(0, Main.commandLine().execute("validate", file));

        assertEquals(
                List.of(
                        "warning: " + file + ": millrace.mastr is not a key of Millrace and has no effect",
                        "warning: " + file
                                + ": millrace.streaming.maxBatch is not a key of Millrace and has no effect; did"
                                + " you mean millrace.streaming.maxBatches?"),
                err.toString(UTF_8).lines().toList());
    }

    private String manifest(String name, String replicas, String more) throws IOException {
        return Files.writeString(directory.resolve(name + ".yaml"), """
                        apiVersion: millrace.dev/v1
                        kind: StreamingJob
                        metadata: {name: %s}
                        spec:
                          application:
                            jar: local:///a.jar
                            mainClass: a.B
                          executor:
                            replicas: %s
                        """.formatted(name, replicas) + more)
                .toString();
    }
}
