package dev.millrace.operator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryRemovalTest {
    private static final String CANARY =
            "/apis/millrace.dev/v1/namespaces/millrace-system/streamingjobs/millrace-canary";
    private static final Answer THERE = new Answer(200, "{}");
    private static final Answer GONE = new Answer(404, "not found");

    @TempDir
    private static Path directory;

    private static TlsServer apiServer;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void startApiServer() throws Exception {
        apiServer = new TlsServer(directory);
    }

    @AfterAll
    static void stopApiServer() {
        apiServer.close();
    }

    @BeforeEach
    void forget() throws Exception {
        apiServer.reset();
    }

    @Test
    void whereThereIsNoneNothingIsDone() throws Exception {
        apiServer.toNamed = method -> GONE;
        removal(Duration.ofSeconds(30)).run();
        assertEquals(List.of("DELETE " + CANARY), apiServer.requests);
    }

    @Test
    void theOperatorIsWaitedFor() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        apiServer.toNamed = method -> "GET".equals(method) && looks.incrementAndGet() == 2 ? GONE : THERE;
        removal(Duration.ofSeconds(30)).run();
        assertEquals(List.of("DELETE " + CANARY, "GET " + CANARY, "GET " + CANARY), apiServer.requests);
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("ok: the canary is gone"));
    }

    @Test
    void withoutAnOperatorItsFinalizerIsTakenOff() throws Exception {
        AtomicBoolean free = new AtomicBoolean();
        apiServer.toNamed = method -> {
            if ("PATCH".equals(method)) {
                free.set(true);
            }
            return "GET".equals(method) && free.get() ? GONE : THERE;
        };
        removal(Duration.ZERO).run();
        assertEquals(
                List.of("DELETE " + CANARY, "GET " + CANARY, "PATCH " + CANARY, "GET " + CANARY), apiServer.requests);
    }

    @Test
    void oneThatStaysFailsIt() {
        apiServer.toNamed = method -> THERE;
        CheckFailure failure =
                assertThrows(CheckFailure.class, () -> removal(Duration.ZERO).run());
        assertTrue(failure.getMessage().contains("stays although it has no finalizer"), failure::getMessage);
    }

    @Test
    void aRightThatIsMissingFailsIt() {
        apiServer.toNamed = method -> new Answer(403, "you may not");
        CheckFailure failure =
                assertThrows(CheckFailure.class, () -> removal(Duration.ZERO).run());
        assertTrue(failure.getMessage().endsWith("403 you may not"), failure::getMessage);
    }

    private CanaryRemoval removal(Duration patience) throws CheckFailure {
        return new CanaryRemoval(
                ApiServer.ofPod(apiServer.environment(), apiServer.account()),
                "millrace-system",
                "millrace-canary",
                patience,
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }
}
