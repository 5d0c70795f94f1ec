package dev.millrace.receiver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.StorageLevel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketReceiverTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final RecordingContext context = new RecordingContext();
    private ServerSocket server;
    private RunningReceiver<?> running;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, HERE);
    }

    @AfterEach
    void stop() throws Exception {
        if (running != null) {
            running.stopAndWait();
        }
        server.close();
    }

    private static SocketReceiver<String> lines(String host, int port) {
        return new SocketReceiver<>(host, port, TextLines::of, StorageLevel.MEMORY_ONLY);
    }

    private void start(SocketReceiver<?> receiver) {
        running = new RunningReceiver<>(
                receiver,
                new ReceiverSettings(0, 0, Duration.ofMillis(5), 0, Duration.ofMillis(1), "1g", false),
                context);
        running.start();
    }

    private Socket accept(String text) throws IOException {
        Socket client = server.accept();
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
        return client;
    }

    private List<String> problems() {
        return context.messages(ReceiverMessage.Problem.class).stream()
                .map(problem -> problem.failure().line())
                .toList();
    }

    @Test
    void readsLinesOfUtf8WhileTheConnectionStaysOpen() throws IOException {
        start(lines("localhost", server.getLocalPort()));
        try (Socket client = accept("Grüße, Jürgen\r\n日本語\n\nunfinished")) {
            await().until(() -> context.records, List.of("Grüße, Jürgen", "日本語", "")::equals);
            client.shutdownOutput();
            await().until(context.records::size, size -> size == 4);
        }
        assertEquals("unfinished", context.records.get(3));
    }

    @Test
    void connectsAgainWhenTheServerClosesTheConnection() throws IOException {
        start(lines("localhost", server.getLocalPort()));
        accept("one\n").close();
        accept("two\n").close();
        await().until(() -> context.records, List.of("one", "two")::equals);
        assertEquals(
                "localhost:" + server.getLocalPort() + " closed the connection",
                problems().get(0));
    }

    @Test
    void saysWhomItCannotReachAndWhatToDoUntilTheServerIsThere() throws IOException {
        int port = server.getLocalPort();
        server.close();
        start(lines("localhost", port));
        await().until(() -> !problems().isEmpty());
        String problem = problems().get(0);
        assertTrue(problem.contains("cannot reach localhost:" + port + " (Connection refused)"), problem);
        assertTrue(problem.contains("nc -lk " + port), problem);
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(HERE, port));
        accept("at last\n").close();
        await().until(() -> context.records, List.of("at last")::equals);
    }

    @Test
    void stopsWhileItWaitsForTheServerToSend() throws Exception {
        start(lines("localhost", server.getLocalPort()));
        try (Socket client = accept("one\n")) {
            await().until(context.records::size, size -> size == 1);
            running.stopAndWait();
            assertEquals(-1, client.getInputStream().read(), "the connection is closed");
        }
        assertEquals(List.of(), problems());
    }

    @Test
    void keepsWhatTheConverterMakesOfTheBytes() throws IOException {
        start(new SocketReceiver<>(
                "localhost",
                server.getLocalPort(),
                (InputStream in) -> List.of(in.read(), in.read()),
                StorageLevel.MEMORY_ONLY));
        accept("AB").close();
        await().until(() -> context.records, List.of(65, 66)::equals);
    }

    @Test
    void startsAgainWhenTheConverterFails() throws IOException {
        start(new SocketReceiver<String>(
                "localhost",
                server.getLocalPort(),
                in -> {
                    throw new IllegalStateException("not my format");
                },
                StorageLevel.MEMORY_ONLY));
        accept("?").close();
        await().until(() -> problems().stream().anyMatch(line -> line.contains("not my format")));
        server.accept().close();
    }

    @Test
    void namesAHostThatNobodyKnows() {
        MillraceException unknown = assertThrows(
                MillraceException.class,
                () -> lines("no-such-host.invalid", 9999).requireKnownHost());
        assertEquals(ErrorCode.NETWORK, unknown.code());
        assertTrue(
                unknown.getMessage().contains("nobody knows the host \"no-such-host.invalid\""), unknown::getMessage);
        lines("localhost", 9999).requireKnownHost();
    }

    @Test
    void refusesAPortThatIsNone() {
        for (int port : new int[] {-1, 0, 65_536}) {
            MillraceException refused = assertThrows(MillraceException.class, () -> lines("localhost", port));
            assertEquals(ErrorCode.ARGUMENT, refused.code());
            assertTrue(refused.getMessage().contains("found " + port), refused::getMessage);
        }
    }
}
