package dev.millrace.operator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(1);

    @TempDir
    private static Path directory;

    private static TlsServer apiServer;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final AtomicInteger questions = new AtomicInteger();

    /** The operator says that it is not ready so many times. */
    private volatile int notReady;

    private HttpServer operator;

    @BeforeAll
    static void startApiServer() throws Exception {
        apiServer = new TlsServer(directory);
    }

    @AfterAll
    static void stopApiServer() {
        apiServer.close();
    }

    @BeforeEach
    void start() throws Exception {
        apiServer.reset();
        operator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        operator.createContext("/q/health/ready", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(questions.getAndIncrement() < notReady ? 503 : 200, -1);
            }
        });
        operator.start();
    }

    @AfterEach
    void stop() {
        operator.stop(0);
    }

    @Test
    void aRightInstallationPasses() throws Exception {
        check(PATIENCE).run();
        assertEquals(
                List.of(
                        "ok: the operator is ready",
                        "ok: the API server takes a right job",
                        "ok: the API server refuses a wrong job"),
                printed.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void nothingIsCreated() throws Exception {
        check(PATIENCE).run();
        String dryRun =
                "POST /apis/millrace.dev/v1/namespaces/millrace-system/streamingjobs?dryRun=All&fieldValidation=Strict";
        assertEquals(List.of(dryRun, dryRun), apiServer.requests);
    }

    @Test
    void anOperatorThatStartsIsWaitedFor() throws Exception {
        notReady = 3;
        check(PATIENCE).run();
        assertEquals(4, questions.get());
    }

    @Test
    void anOperatorThatDoesNotGetReadyFailsIt() {
        notReady = Integer.MAX_VALUE;
        String message = failure(Duration.ofMillis(20));
        assertTrue(message.startsWith("the operator is not ready after 20 ms: http://127.0.0.1:"), message);
        assertTrue(message.contains("answers 503"), message);
        assertTrue(apiServer.requests.isEmpty());
    }

    @Test
    void anOperatorThatIsNotThereFailsIt() {
        operator.stop(0);
        String message = failure(Duration.ZERO);
        assertTrue(message.contains("does not answer (java.net.ConnectException"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | the API server does not know StreamingJobs: the CRD streamingjobs.millrace.dev is missing
            403 | the check itself may not create StreamingJobs
            400 | the API server refuses a right job: the CRD streamingjobs.millrace.dev is of another version
            422 | the API server refuses a right job: the CRD streamingjobs.millrace.dev is of another version
            500 | the API server does not take a right job, and answers 500 because
            """)
    void aRightJobThatIsNotTakenFailsIt(int code, String reason) {
        apiServer.toRight = new Answer(code, "because");
        String message = failure(PATIENCE);
        assertTrue(message.startsWith(reason), message);
        assertTrue(message.endsWith(code + " because"), message);
    }

    @Test
    void aWrongJobThatIsTakenFailsIt() {
        apiServer.toWrong = TlsServer.TAKEN;
        String message = failure(PATIENCE);
        assertTrue(message.startsWith("the API server takes a wrong job: the rules of the CRD"), message);
    }

    @Test
    void aWrongJobThatIsRefusedForAnotherReasonFailsIt() {
        apiServer.toWrong = new Answer(422, "spec.driver is missing");
        String message = failure(PATIENCE);
        assertTrue(message.contains("not for the reason that is expected"), message);
        assertTrue(message.endsWith("422 spec.driver is missing"), message);
    }

    @Test
    void aWrongTokenFailsIt() throws Exception {
        Files.writeString(apiServer.account().resolve("token"), "of somebody else");
        assertTrue(failure(PATIENCE).endsWith("401 Unauthorized"));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotTrusted() throws Exception {
        Path other = Files.createDirectories(directory.resolve("other"));
        try (TlsServer another = new TlsServer(other)) {
            ApiServer server = ApiServer.ofPod(apiServer.environment(), another.account());
            CheckFailure failure =
                    assertThrows(CheckFailure.class, () -> server.wouldCreate("millrace-system", TrialJobs.RIGHT));
            assertTrue(failure.getMessage().contains("SSLHandshakeException"), failure::getMessage);
        }
    }

    @Test
    void outsideOfAPodTheReasonIsNamed() {
        CheckFailure failure = assertThrows(CheckFailure.class, () -> ApiServer.ofPod(Map.of(), apiServer.account()));
        assertTrue(failure.getMessage().contains("expected to run in a pod"), failure::getMessage);
    }

    @Test
    void aPodWithoutATokenIsTold() {
        CheckFailure failure = assertThrows(
                CheckFailure.class, () -> ApiServer.ofPod(apiServer.environment(), directory.resolve("nowhere")));
        assertTrue(failure.getMessage().contains("automountServiceAccountToken: true"), failure::getMessage);
    }

    private InstallationCheck check(Duration patience) throws CheckFailure {
        URI ready = URI.create("http://127.0.0.1:" + operator.getAddress().getPort() + "/q/health/ready");
        return new InstallationCheck(
                new Readiness(ready, patience, PAUSE),
                ApiServer.ofPod(apiServer.environment(), apiServer.account()),
                "millrace-system",
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String failure(Duration patience) {
        return assertThrows(CheckFailure.class, () -> check(patience).run()).getMessage();
    }
}
