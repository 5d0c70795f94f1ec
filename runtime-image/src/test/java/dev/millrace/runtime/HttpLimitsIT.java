package dev.millrace.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpLimitsIT {
    private static final int THREADS = 4;

    /** Each of them keeps a thread, and would keep it for ever. */
    @Test
    void clientsThatSayNothingKeepOthersOutForSecondsOnly() throws Exception {
        StatusServer.Answer empty = new StatusServer.Answer("text/plain", "");
        JobStatus status = new JobStatus("", JobState.STARTING, 0, null, 0, 0, 0, 1, null, null);
        List<Socket> silent = new ArrayList<>();
        try (StatusServer server = StatusServer.start("127.0.0.1", 0, () -> status, () -> empty)) {
            for (int i = 0; i < THREADS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                silent.add(socket);
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
            }
            await().until(() -> threads() == THREADS);
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            HttpResponse<Void> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            assertEquals(200, answer.statusCode());
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** The pool makes one for each request until it has all. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("millrace-status"))
                .count();
    }
}
