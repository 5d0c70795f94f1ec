package dev.millrace.operator.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The API server, as a pod finds it and with the rights of the pod's service account. */
final class ApiServer {
    /** Where a pod finds its token and the authority of the API server's certificate. */
    static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

    private final URI address;
    private final String token;
    private final HttpClient client;

    private ApiServer(URI address, String token, HttpClient client) {
        this.address = address;
        this.token = token;
        this.client = client;
    }

    /**
     * Takes the address from the variables that every container has.
     *
     * @param account a folder such as {@link #ACCOUNT}
     * @throws CheckFailure where this is no pod, or one without a token
     */
    static ApiServer ofPod(Map<String, String> environment, Path account) throws CheckFailure {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.get("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new CheckFailure(
                    "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: expected to run in a pod");
        }
        try {
            String token = Files.readString(account.resolve("token")).strip();
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(trusting(account.resolve("ca.crt")))
                    .connectTimeout(LONGEST_ANSWER)
                    .build();
            String name = host.contains(":") ? "[" + host + "]" : host;
            return new ApiServer(URI.create("https://" + name + ":" + port), token, client);
        } catch (IOException | GeneralSecurityException e) {
            throw new CheckFailure(
                    "the token and the authority in " + account + " cannot be read (" + e
                            + "): expected a pod with automountServiceAccountToken: true",
                    e);
        }
    }

    /**
     * Asks the API server to check a job as if it were created, which it is not.
     *
     * @param job in JSON; a field that the CRD does not know is refused too
     * @throws CheckFailure where there is no answer
     */
    Answer wouldCreate(String namespace, String job) throws CheckFailure, InterruptedException {
        return send(request(jobs(namespace) + "?dryRun=All&fieldValidation=Strict")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(job)));
    }

    /** Reads a job. */
    Answer get(String namespace, String job) throws CheckFailure, InterruptedException {
        return send(request(jobs(namespace) + "/" + job).GET());
    }

    /** Deletes a job; it is there until its finalizer is taken off. */
    Answer delete(String namespace, String job) throws CheckFailure, InterruptedException {
        return send(request(jobs(namespace) + "/" + job).DELETE());
    }

    /** Takes off all finalizers of a job: whoever put them there is not asked. */
    Answer removeFinalizers(String namespace, String job) throws CheckFailure, InterruptedException {
        return send(request(jobs(namespace) + "/" + job)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"metadata\": {\"finalizers\": null}}")));
    }

    private static String jobs(String namespace) {
        return "/apis/millrace.dev/v1/namespaces/" + namespace + "/streamingjobs";
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(LONGEST_ANSWER)
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder builder) throws CheckFailure, InterruptedException {
        HttpRequest request = builder.build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new CheckFailure("the API server at " + address + " does not answer: " + e, e);
        }
    }

    private static SSLContext trusting(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load((@Nullable InputStream) null, null);
        try (InputStream pem = Files.newInputStream(authorities)) {
            int number = 0;
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + number++, authority);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
