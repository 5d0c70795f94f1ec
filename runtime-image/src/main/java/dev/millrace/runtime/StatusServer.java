package dev.millrace.runtime;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a driver shows over HTTP: its status at {@code /api/v1/status}, its metrics at {@code /metrics}, and a page for people
 * at {@code /}. Read-only. A few threads serve it, and a request may keep one of them for some seconds only.
 */
public final class StatusServer implements AutoCloseable {
    static final String PATH = "/api/v1/status";
    static final String METRICS = "/metrics";

    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final int THREADS = 4;
    private static final String METHODS = "GET, HEAD";

    static {
        HttpLimits.apply();
    }

    private final HttpServer server;
    private final Map<String, Page> pages;
    private final ExecutorService threads;

    /** A text, sent in UTF-8, and what it is. */
    record Answer(String contentType, String text) {}

    /** What is at a path. */
    @FunctionalInterface
    interface Page {
        Answer answer() throws IOException;
    }

    private StatusServer(HttpServer server, Supplier<JobStatus> status, Page metrics) {
        this.server = server;
        this.pages = Map.of(
                "/",
                () -> StatusPage.of(status.get()),
                PATH,
                () -> new Answer("application/json", json(status.get())),
                METRICS,
                metrics);
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "millrace-status");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any free one
     * @param metrics what is at {@code /metrics}
     * @throws MillraceException when the host is unknown or the port is taken
     */
    static StatusServer start(String host, int port, Supplier<JobStatus> status, Page metrics) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new MillraceException(
                    ErrorCode.NETWORK,
                    "millrace.status.host: unknown host \"" + host + "\"; name an address of this"
                            + " machine, such as 127.0.0.1");
        }
        try {
            HttpServer server = HttpServer.create(address, 0);
            StatusServer started = new StatusServer(server, status, metrics);
            server.setExecutor(started.threads);
            server.createContext("/", started::answer);
            server.start();
            return started;
        } catch (BindException e) {
            throw new MillraceException(
                    ErrorCode.NETWORK,
                    "the status API cannot listen on " + host + ":" + port + ": " + e.getMessage()
                            + "; set millrace.status.port to a free port, or to 0 for any",
                    e);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.NETWORK,
                    "the status API cannot listen on " + host + ":" + port + ": " + e.getMessage(),
                    e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = Objects.requireNonNullElse(exchange.getRequestURI().getPath(), "");
            String method = exchange.getRequestMethod();
            Page page = pages.get(path);
            if (page == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (method.equals("GET") || method.equals("HEAD")) {
                answer(exchange, page, method.equals("GET"));
            } else {
                exchange.getResponseHeaders().set("Allow", METHODS);
                exchange.sendResponseHeaders(405, -1);
            }
        }
    }

    private static void answer(HttpExchange exchange, Page page, boolean withBody) throws IOException {
        Answer answer;
        try {
            answer = page.answer();
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot answer GET {}", exchange.getRequestURI().getPath(), e);
            exchange.sendResponseHeaders(500, -1);
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.contentType());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        if (withBody) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } else {
            headers.set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static String json(JobStatus status) throws IOException {
        return new String(JobStatusJson.write(status), StandardCharsets.UTF_8);
    }
}
