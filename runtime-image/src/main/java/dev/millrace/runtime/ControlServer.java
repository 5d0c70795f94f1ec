package dev.millrace.runtime;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rpc.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The driver's control API: {@code GET /api/v1/status} and {@code PUT /api/v1/executors}, over mutual TLS with the
 * certificates of the job. Any process of the job may ask; only the operator, and the launcher in its role, may change
 * anything.
 */
final class ControlServer implements AutoCloseable {
    static final String EXECUTORS = "/api/v1/executors";
    /** Name in the certificate of who may change things. */
    static final String OPERATOR = "operator";

    private static final int MAX_BODY = 64 * 1024;
    private static final int THREADS = 2;

    static {
        HttpLimits.apply();
    }

    private final HttpsServer server;
    private final ExecutorService threads;
    private final Supplier<JobStatus> status;
    private final ScaleCommand scale;

    /** Carries out a wanted number of executors. */
    interface ScaleCommand {
        /** Scales the job; false when none is running that could be scaled. */
        boolean scale(WantedExecutors wanted);
    }

    private ControlServer(HttpsServer server, Supplier<JobStatus> status, ScaleCommand scale) {
        this.server = server;
        this.status = status;
        this.scale = scale;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "millrace-control");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any free one
     * @throws MillraceException when the port cannot be listened on
     */
    static ControlServer start(String host, int port, Tls tls, Supplier<JobStatus> status, ScaleCommand scale) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(host, port), 0);
            server.setHttpsConfigurator(new ClientCertificates(tls.serverContext()));
            ControlServer started = new ControlServer(server, status, scale);
            server.setExecutor(started.threads);
            server.createContext("/", exchange -> started.answer((HttpsExchange) exchange));
            server.start();
            return started;
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.NETWORK,
                    "the control API cannot listen on " + host + ":" + port + ": " + e.getMessage()
                            + "; set millrace.control.port to a free port",
                    e);
        }
    }

    private static final class ClientCertificates extends HttpsConfigurator {
        ClientCertificates(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            tls.setProtocols(new String[] {"TLSv1.3"});
            parameters.setSSLParameters(tls);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpsExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (request) {
                case "GET " + StatusServer.PATH -> {
                    byte[] body = JobStatusJson.write(status.get());
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
                case "PUT " + EXECUTORS -> scale(exchange);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void scale(HttpsExchange exchange) throws IOException {
        if (!OPERATOR.equals(role(exchange))) {
            refuse(exchange, 403, "only the role " + OPERATOR + " may change the number of executors");
            return;
        }
        WantedExecutors wanted;
        try {
            wanted = WantedExecutors.read(exchange.getRequestBody().readNBytes(MAX_BODY));
        } catch (IllegalArgumentException | IOException e) {
            refuse(exchange, 400, String.valueOf(e.getMessage()));
            return;
        }
        if (scale.scale(wanted)) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            refuse(exchange, 409, "no stream is running yet");
        }
    }

    private static void refuse(HttpsExchange exchange, int code, String why) throws IOException {
        byte[] body = (why + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The common name in the certificate of the peer. */
    private static String role(HttpsExchange exchange) throws SSLPeerUnverifiedException {
        String name = exchange.getSSLSession().getPeerPrincipal().getName();
        for (String part : name.split(",", -1)) {
            if (part.strip().startsWith("CN=")) {
                return part.strip().substring("CN=".length());
            }
        }
        return "";
    }
}
