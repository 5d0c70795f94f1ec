package dev.millrace.e2e.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Serves Kubernetes' custom-metrics API, version v1beta2, with one metric for every object: the number in a file.
 *
 * <p>Arguments: a PKCS#12 file with key and certificate, its password, and the file with the number.
 */
public final class MetricsServer {

    private static final int PORT = 8443;
    private static final String API = "/apis/custom.metrics.k8s.io/v1beta2";

    /** Namespace, resource with its group, name of the object, name of the metric. */
    private static final Pattern METRIC = Pattern.compile(API + "/namespaces/([^/]+)/([^/]+)/([^/]+)/([^/]+)");

    private final Path value;

    private MetricsServer(Path value) {
        this.value = value;
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        MetricsServer metrics = new MetricsServer(Path.of(args[2]));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(PORT), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(args[0]), args[1].toCharArray())));
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", metrics::answer);
        server.start();
    }

    private static SSLContext tls(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = body(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String body(String path) throws IOException {
        Matcher metric = METRIC.matcher(path);
        if (!metric.matches()) {
            return """
                    {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "custom.metrics.k8s.io/v1beta2",
                     "resources": [{"name": "streamingjobs.millrace.dev/backlog", "singularName": "", "namespaced": true,
                                    "kind": "MetricValueList", "verbs": ["get"]}]}
                    """;
        }
        return """
                {"kind": "MetricValueList", "apiVersion": "custom.metrics.k8s.io/v1beta2", "metadata": {}, "items": [
                  {"describedObject": {"kind": "StreamingJob", "apiVersion": "millrace.dev/v1", "namespace": "%s", "name": "%s"},
                   "metric": {"name": "%s"}, "timestamp": "%s", "value": "%s"}]}
                """.formatted(
                        metric.group(1),
                        metric.group(3),
                        metric.group(4),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        Files.readString(value).strip());
    }
}
