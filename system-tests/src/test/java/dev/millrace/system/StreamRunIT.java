package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.programs.Captures;
import dev.millrace.system.programs.Counts;
import dev.millrace.system.programs.Listens;
import dev.millrace.system.programs.Stumbles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams through the launcher, in processes and in one JVM. */
class StreamRunIT {
    private static final String BATCH = "digits 10\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--executors=2", "--local"})
    void endsAfterTheBatchesThatWereAskedFor(String mode) throws Exception {
        try (Launch launch = run(Counts.class, mode, "--max-batches=10")) {
            assertEquals(0, launch.awaitExit(), launch.err());
            assertTrue(launch.out().startsWith(BATCH.repeat(10)), launch.out());
            assertTrue(launch.out().endsWith(BATCH + "main has ended\n"), launch.out());
            assertTrue(
                    launch.err()
                            .lines()
                            .allMatch(line -> line.matches(
                                    "batch \\d+: 2,000 records, 10,000 records/s, processing [\\d.,]+ ms, total delay [\\d.,]+ ms,"
                                            + " executors \\d/\\d")),
                    launch.err());
            assertNothingLeft(launch);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--executors=2", "--local"})
    void theRunningBatchEndsAtASignal(String mode) throws Exception {
        try (Launch launch = run(Counts.class, mode)) {
            launch.awaitOut(BATCH);
            launch.signal("INT");
            assertEquals(0, launch.awaitExit(), launch.err());
            assertTrue(launch.out().matches("(" + BATCH + ")+main has ended\n"), launch.out());
            assertTrue(launch.err().contains("Stopping: the running batch ends first."), launch.err());
            assertFalse(launch.err().contains("error"), launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void aSecondSignalKillsAtOnce() throws Exception {
        try (Launch launch = run(Counts.class, "--local")) {
            launch.awaitOut(BATCH);
            launch.signal("STOP");
            launch.signal("INT");
            launch.signal("TERM");
            launch.signal("CONT");
            assertEquals(130, launch.awaitExit(), launch.err());
        }
    }

    @Test
    void theStreamGoesOnWhenAnExecutorIsKilled() throws Exception {
        try (Launch launch = run(Counts.class)) {
            launch.awaitOut(BATCH);
            launch.awaitExecutor(0).destroyForcibly();
            launch.awaitErr("executor-0 was killed by signal 9 (SIGKILL); starting it again\n");
            awaitBatchWith(launch, "executors 2/2", launch.err().length());
            int before = launch.out().length();
            await().atMost(Duration.ofSeconds(90)).until(() -> launch.out().length() > before + 5 * BATCH.length());
            launch.signal("TERM");
            assertEquals(0, launch.awaitExit(), launch.err());
            assertTrue(launch.out().matches("(" + BATCH + ")+main has ended\n"), launch.out());
            assertNothingLeft(launch);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--executors=2", "--local"})
    void aFunctionThatFailsEndsTheJobAndIsNamed(String mode) throws Exception {
        try (Launch launch = run(Stumbles.class, mode)) {
            assertEquals(1, launch.awaitExit());
            String error = launch.err()
                    .lines()
                    .filter(line -> line.startsWith("error[MR-3001]: "))
                    .findFirst()
                    .orElse("");
            assertTrue(error.contains("java.lang.ArithmeticException: / by zero"), launch.err());
            assertTrue(launch.err().contains("Stumbles.java:14"), launch.err());
            assertFalse(launch.err().contains("\tat "), launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void aFunctionThatCannotBeSentIsRefused() throws Exception {
        try (Launch launch = run(Captures.class)) {
            assertEquals(1, launch.awaitExit());
            assertTrue(launch.err().startsWith("error[MR-2001]: "), launch.err());
            assertFalse(launch.err().contains("\tat "), launch.err());
            assertNothingLeft(launch);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--executors=2", "--local"})
    void saysThatNobodyKnowsAHost(String mode) throws Exception {
        try (Launch launch = listen(List.of("no-such-host.invalid", "9999"), mode)) {
            assertEquals(1, launch.awaitExit());
            assertTrue(launch.err().startsWith("error[MR-3006]: "), launch.err());
            assertTrue(launch.err().contains("\"no-such-host.invalid\""), launch.err());
            assertFalse(launch.err().contains("\tat "), launch.err());
            assertNothingLeft(launch);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--executors=2", "--local"})
    void saysThatNobodyListensAtAPort(String mode) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (Launch launch = listen(
                List.of("127.0.0.1", String.valueOf(port)),
                mode,
                "--conf=millrace.streaming.receiver.maxFailures=2",
                "--conf=millrace.streaming.receiverRestartDelay=10ms")) {
            assertEquals(1, launch.awaitExit());
            assertTrue(launch.err().contains("error[MR-3006]: "), launch.err());
            assertTrue(launch.err().contains("cannot reach 127.0.0.1:" + port), launch.err());
            assertTrue(launch.err().contains("nc -lk " + port), launch.err());
            assertFalse(launch.err().contains("\tat "), launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void saysThatTheDriversPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launch launch = run(Counts.class, "--conf", "millrace.driver.port=" + taken.getLocalPort())) {
            assertEquals(1, launch.awaitExit());
            assertTrue(launch.err().startsWith("error[MR-3006]: "), launch.err());
            assertTrue(launch.err().contains(String.valueOf(taken.getLocalPort())), launch.err());
            assertFalse(launch.err().contains("\tat "), launch.err());
            assertNothingLeft(launch);
        }
    }

    private static void awaitBatchWith(Launch launch, String text, int from) {
        await("a batch with " + text)
                .atMost(Duration.ofSeconds(90))
                .until(() -> launch.err().substring(from).lines().anyMatch(line -> line.contains(text)));
    }

    private Launch run(Class<?> program, String... options) throws IOException {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "run";
        arguments[1] = Launch.manifest(directory, program, "  batchInterval: 200ms");
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Launch.of(directory, List.of(), arguments);
    }

    private Launch listen(List<String> address, String... options) throws IOException {
        Path manifest = Path.of(Launch.manifest(directory, Listens.class, "  batchInterval: 200ms"));
        String text = Files.readString(manifest);
        Files.writeString(
                manifest, text.replace("[\"first\", \"two words\"]", "[\"" + String.join("\", \"", address) + "\"]"));
        String[] arguments = new String[options.length + 2];
        arguments[0] = "run";
        arguments[1] = manifest.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Launch.of(directory, List.of(), arguments);
    }

    private static void assertNothingLeft(Launch launch) throws IOException {
        launch.awaitNoProcess();
        assertEquals(List.of(), launch.filesLeft());
    }
}
