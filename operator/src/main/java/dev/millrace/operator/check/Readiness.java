package dev.millrace.operator.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The operator's answer to whether it is ready. It is asked again and again, since it may have been installed just now. */
final class Readiness {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

    private final URI address;
    private final Duration patience;
    private final Duration pause;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST_ANSWER).build();

    /**
     * @param patience how long it may take until the operator is ready
     * @param pause between two questions
     */
    Readiness(URI address, Duration patience, Duration pause) {
        this.address = address;
        this.patience = patience;
        this.pause = pause;
    }

    /**
     * Returns when the operator is ready.
     *
     * @throws CheckFailure with the last answer where it does not get ready in time
     */
    void await() throws CheckFailure, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        String last = ask();
        while (!last.isEmpty()) {
            if (System.nanoTime() - end >= 0) {
                throw new CheckFailure("the operator is not ready after " + patience.toMillis() + " ms: " + address
                        + " " + last + ". Look into its log, and at the events of its pods");
            }
            Thread.sleep(pause.toMillis());
            last = ask();
        }
    }

    /** What is wrong with the answer; empty where the operator is ready. */
    private String ask() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(LONGEST_ANSWER).build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() == 200 ? "" : "answers " + new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return "does not answer (" + e + ")";
        }
    }
}
