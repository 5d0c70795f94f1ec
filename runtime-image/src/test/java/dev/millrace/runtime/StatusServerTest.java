package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusServerTest {
    private static final JobStatus STATUS = new JobStatus(
            "words",
            JobState.RUNNING,
            1000,
            new BatchStatus(12, 1_700_000_000_000L, 20_000, 20_000, 12.25, 0.5, 12.75),
            12,
            1,
            2,
            3,
            null);
    private static final String JSON = """
            {"app":"words","state":"RUNNING","batchIntervalMs":1000,"lastBatch":{"number":12,"timeMs":1700000000000,\
            "records":20000,"recordsPerSecond":20000.000,"processingMs":12.250,"schedulingDelayMs":0.500,\
            "totalDelayMs":12.750},"completedBatches":12,"queuedBatches":1,"executors":{"alive":2,"desired":3},\
            "error":null}""";

    @Test
    void answersWithTheStatusAsJson() throws Exception {
        try (StatusServer server = StatusServer.start("127.0.0.1", 0, () -> STATUS)) {
            HttpResponse<String> response = request(server, "GET", "/api/v1/status");
            assertEquals(200, response.statusCode());
            assertEquals(JSON, response.body());
            assertEquals(
                    "application/json",
                    response.headers().firstValue("Content-Type").orElseThrow());
        }
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        assertEquals(STATUS, JobStatusJson.read(JobStatusJson.write(STATUS)));
        JobStatus failed = new JobStatus("", JobState.FAILED, 0, null, 0, 0, 0, 1, "it \"failed\"\n\u00e4");
        assertEquals(failed, JobStatusJson.read(JobStatusJson.write(failed)));
    }

    @Test
    void aReaderPassesOverFieldsOfLaterVersions() throws IOException {
        String later = JSON.replace("\"error\":null", "\"error\":null,\"new\":{\"a\":[1,{\"b\":2}]}");
        assertEquals(STATUS, JobStatusJson.read(later.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aReaderRefusesWhatIsNoStatus() {
        for (String text :
                new String[] {"", "[]", "{}", "{", JSON.replace("RUNNING", "SLEEPING"), JSON.replace("1000", "x")}) {
            assertThrows(IOException.class, () -> JobStatusJson.read(text.getBytes(StandardCharsets.UTF_8)), text);
        }
    }

    @Test
    void refusesOtherPathsAndMethods() throws Exception {
        try (StatusServer server = StatusServer.start("127.0.0.1", 0, () -> STATUS)) {
            assertEquals(404, request(server, "GET", "/").statusCode());
            HttpResponse<String> post = request(server, "POST", "/api/v1/status");
            assertEquals(405, post.statusCode());
            assertEquals("GET", post.headers().firstValue("Allow").orElseThrow());
        }
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MillraceException e = assertThrows(
                    MillraceException.class, () -> StatusServer.start("127.0.0.1", taken.getLocalPort(), () -> STATUS));
            assertEquals(ErrorCode.NETWORK, e.code());
            assertTrue(e.getMessage().contains("127.0.0.1:" + taken.getLocalPort()), e.getMessage());
            assertTrue(e.getMessage().contains("set millrace.status.port to a free port"), e.getMessage());
        }
    }

    @Test
    void saysThatAHostIsUnknown() {
        MillraceException e = assertThrows(
                MillraceException.class, () -> StatusServer.start("no-such-host.invalid", 0, () -> STATUS));
        assertEquals(ErrorCode.NETWORK, e.code());
        assertTrue(e.getMessage().contains("unknown host \"no-such-host.invalid\""), e.getMessage());
    }

    private static HttpResponse<String> request(StatusServer server, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
