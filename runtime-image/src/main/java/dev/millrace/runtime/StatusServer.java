package dev.millrace.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** The driver's HTTP status API: {@code GET /api/v1/status}. Read-only, and served by one thread. */
public final class StatusServer implements AutoCloseable {
    static final String PATH = "/api/v1/status";

    static {
        // without it an answer on a kept-alive connection waits for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final Supplier<JobStatus> status;

    private StatusServer(HttpServer server, Supplier<JobStatus> status) {
        this.server = server;
        this.status = status;
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any free one
     * @throws MillraceException when the host is unknown or the port is taken
     */
    public static StatusServer start(String host, int port, Supplier<JobStatus> status) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new MillraceException(
                    ErrorCode.NETWORK,
                    "millrace.status.host: unknown host \"" + host + "\"; name an address of this"
                            + " machine, such as 127.0.0.1");
        }
        try {
            HttpServer server = HttpServer.create(address, 0);
            StatusServer started = new StatusServer(server, status);
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
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else {
                byte[] body = JobStatusJson.write(status.get());
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.getResponseHeaders().set("Cache-Control", "no-store");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }
}
