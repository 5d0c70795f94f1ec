package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            new CommitStatus(1_700_000_000_000L, 1_700_000_001_013L),
            null);
    private static final String JSON = """
            {"app":"words","state":"RUNNING","batchIntervalMs":1000,"lastBatch":{"number":12,"timeMs":1700000000000,\
            "records":20000,"recordsPerSecond":20000.000,"processingMs":12.250,"schedulingDelayMs":0.500,\
            "totalDelayMs":12.750},"completedBatches":12,"queuedBatches":1,"executors":{"alive":2,"desired":3},\
            "lastCommit":{"batchTimeMs":1700000000000,"committedMs":1700000001013},"error":null}""";

    private static final StatusServer.Answer METRICS = new StatusServer.Answer("text/plain", "metrics 1\n");

    @Test
    void answersWithTheStatusAsJson() throws Exception {
        try (StatusServer server = start(() -> STATUS)) {
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
        JobStatus failed = new JobStatus("", JobState.FAILED, 0, null, 0, 0, 0, 1, null, "it \"failed\"\n\u00e4");
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
        try (StatusServer server = start(() -> STATUS)) {
            for (String path : new String[] {"/index.html", "/metrics/", "/api/v1"}) {
                assertEquals(404, request(server, "GET", path).statusCode(), path);
            }
            for (String path : new String[] {"/", "/metrics", "/api/v1/status"}) {
                for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS"}) {
                    HttpResponse<String> refused = request(server, method, path);
                    assertEquals(405, refused.statusCode(), method + path);
                    assertEquals(
                            "GET, HEAD", refused.headers().firstValue("Allow").orElseThrow());
                }
            }
        }
    }

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        try (StatusServer server = start(() -> STATUS)) {
            HttpResponse<String> head = request(server, "HEAD", "/metrics");
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
            assertEquals(
                    METRICS.text().length(),
                    head.headers().firstValueAsLong("Content-Length").orElseThrow());
            assertEquals("text/plain", head.headers().firstValue("Content-Type").orElseThrow());
        }
    }

    @Test
    void peopleSeeTheJobWithWhatItSaysAsText() throws Exception {
        String nasty = "</title><script>alert('a' & \"b\")</script>";
        JobStatus failed = new JobStatus(nasty, JobState.FAILED, 0, null, 0, 0, 0, 1, null, nasty);
        try (StatusServer server = start(() -> failed)) {
            HttpResponse<String> page = request(server, "GET", "/");
            String escaped = "&lt;/title&gt;&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;";
            assertEquals(200, page.statusCode());
            assertEquals(
                    "text/html; charset=utf-8",
                    page.headers().firstValue("Content-Type").orElseThrow());
            assertFalse(page.body().contains("<script"), page.body());
            assertTrue(page.body().contains("<title>" + escaped + " - Millrace</title>"), page.body());
            assertTrue(page.body().contains("<h1>" + escaped + "</h1>"), page.body());
            assertTrue(page.body().contains("<td><pre>" + escaped + "</pre>"), page.body());
            assertTrue(page.body().contains("<td><pre>FAILED</pre>"), page.body());
        }
    }

    @Test
    void peopleSeeTheLastBatchAndTheWayToTheRest() throws Exception {
        try (StatusServer server = start(() -> STATUS)) {
            String page = request(server, "GET", "/").body();
            String batch = "12 (2023-11-14T22:13:20Z): 20000 records, 20000.0/s, processed in 12.3 ms"
                    + " after a delay of 0.5 ms";
            for (String text : new String[] {"RUNNING", "1000 ms", batch, "12 completed, 1 queued", "2 of 3", "none"}) {
                assertTrue(page.contains("<td><pre>" + text + "</pre>"), page);
            }
            Matcher links = Pattern.compile("href=\"([^\"]+)\"").matcher(page);
            List<String> found = links.results().map(link -> link.group(1)).toList();
            assertEquals(List.of("metrics", "api/v1/status"), found);
            for (String link : found) {
                assertEquals(200, request(server, "GET", "/" + link).statusCode(), link);
            }
        }
    }

    @Test
    void anAnswerThatCannotBeMadeIsAnErrorAndNotTheEnd() throws Exception {
        StatusServer.Page broken = () -> {
            throw new IllegalStateException("a page of this test");
        };
        try (StatusServer server = StatusServer.start("127.0.0.1", 0, () -> STATUS, broken)) {
            assertEquals(500, request(server, "GET", "/metrics").statusCode());
            assertEquals(200, request(server, "GET", "/api/v1/status").statusCode());
        }
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MillraceException e = assertThrows(
                    MillraceException.class,
                    () -> StatusServer.start("127.0.0.1", taken.getLocalPort(), () -> STATUS, () -> METRICS));
            assertEquals(ErrorCode.NETWORK, e.code());
            assertTrue(e.getMessage().contains("127.0.0.1:" + taken.getLocalPort()), e.getMessage());
            assertTrue(e.getMessage().contains("set millrace.status.port to a free port"), e.getMessage());
        }
    }

    @Test
    void saysThatAHostIsUnknown() {
        MillraceException e = assertThrows(
                MillraceException.class,
                () -> StatusServer.start("no-such-host.invalid", 0, () -> STATUS, () -> METRICS));
        assertEquals(ErrorCode.NETWORK, e.code());
        assertTrue(e.getMessage().contains("unknown host \"no-such-host.invalid\""), e.getMessage());
    }

    private static StatusServer start(Supplier<JobStatus> status) {
        return StatusServer.start("127.0.0.1", 0, status, () -> METRICS);
    }

    private static HttpResponse<String> request(StatusServer server, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
