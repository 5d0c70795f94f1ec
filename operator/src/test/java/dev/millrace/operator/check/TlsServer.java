package dev.millrace.operator.check;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server with a certificate for 127.0.0.1, that takes and refuses jobs as the API server does. */
final class TlsServer implements AutoCloseable {
    static final String TOKEN = "token-of-the-check";
    static final Answer TAKEN = new Answer(201, "{\"kind\":\"StreamingJob\"}");
    static final Answer REFUSED = new Answer(
            422,
            "{\"kind\":\"Status\",\"message\":\"spec.batchInterval: Invalid value: \\\"string\\\": expected a duration such as 500ms\"}");

    private static final char[] PASSWORD = "password".toCharArray();

    private final HttpsServer server;
    private final Path account;

    /** What was asked: method, path and query. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    volatile Answer toRight = TAKEN;
    volatile Answer toWrong = REFUSED;

    /** What is said to a question about a job that exists, by its method. */
    volatile Function<String, Answer> toNamed = method -> new Answer(404, "not found");

    /**
     * Starts it.
     *
     * @param directory where its certificate and the files of a service account are put
     */
    TlsServer(Path directory) throws Exception {
        Path store = directory.resolve("store.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        account = Files.createDirectories(directory.resolve("account"));
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-file",
                account.resolve("ca.crt").toString());
        reset();

        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::answer);
        server.start();
    }

    /** Makes it as it was at the start. */
    void reset() throws IOException {
        toRight = TAKEN;
        toWrong = REFUSED;
        requests.clear();
        Files.writeString(account.resolve("token"), TOKEN + "\n");
    }

    /** What the kubelet puts into a pod. */
    Path account() {
        return account;
    }

    /** The variables of a container. */
    Map<String, String> environment() {
        return Map.of(
                "KUBERNETES_SERVICE_HOST",
                "127.0.0.1",
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(server.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String job = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean named = !exchange.getRequestURI().getPath().endsWith("/streamingjobs");
            Answer answer = !known
                    ? new Answer(401, "Unauthorized")
                    : named ? toNamed.apply(exchange.getRequestMethod()) : job.contains("soon") ? toWrong : toRight;
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.code(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
