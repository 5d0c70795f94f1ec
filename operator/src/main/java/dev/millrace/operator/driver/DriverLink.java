package dev.millrace.operator.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.operator.model.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Set;

/**
 * Talks to one driver over mutual TLS without blocking a thread. The driver has to show a certificate of the job's own
 * authority for the role {@code driver}; its address plays no part in who it is. Thread-safe.
 */
public final class DriverLink implements AutoCloseable {
    private static final String ROLE = "driver";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final HttpClient client;
    private final SocketAddress server;
    private final Duration timeout;

    public DriverLink(Vertx vertx, DriverTarget target, Duration timeout) {
        Credentials credentials = target.credentials();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(credentials.certificate()))
                        .setKeyValue(Buffer.buffer(credentials.privateKey())))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(credentials.authority())))
                .setVerifyHost(true)
                .setMaxPoolSize(1)
                .setKeepAlive(true)
                .setConnectTimeout((int) timeout.toMillis()));
        this.server = SocketAddress.inetSocketAddress(target.port(), target.address());
        this.timeout = timeout;
    }

    /** What the driver says of its job. */
    public Future<DriverReport> report() {
        return client.request(options(HttpMethod.GET, "/api/v1/status"))
                .compose(request -> request.send())
                .compose(response -> expect(response, OK))
                .map(DriverLink::parse);
    }

    /**
     * Tells the driver how many executors the job should have.
     *
     * @param leaving ordinals of executors that are to leave at the next batch boundary all the same
     */
    public Future<Void> scale(int desired, Set<Integer> leaving) {
        ObjectNode wanted = Json.MAPPER.createObjectNode().put("desired", desired);
        ArrayNode ordinals = wanted.putArray("leaving");
        leaving.stream().sorted().forEach(ordinals::add);
        return client.request(options(HttpMethod.PUT, "/api/v1/executors"))
                .compose(request ->
                        request.putHeader("Content-Type", "application/json").send(wanted.toString()))
                .compose(response -> expect(response, NO_CONTENT))
                .mapEmpty();
    }

    @Override
    public void close() {
        client.close();
    }

    /** The host is the name that the certificate must have; the connection goes to the pod's address. */
    private RequestOptions options(HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setServer(server)
                .setHost(ROLE)
                .setPort(server.port())
                .setSsl(true)
                .setURI(path)
                .setTimeout(timeout.toMillis());
    }

    private static Future<Buffer> expect(HttpClientResponse response, int status) {
        return response.statusCode() == status
                ? response.body()
                : response.body()
                        .compose(body -> Future.failedFuture("the driver answered " + response.statusCode()
                                + " instead of " + status + ": " + body));
    }

    private static DriverReport parse(Buffer body) {
        try {
            return Json.MAPPER.readValue(body.getBytes(), DriverReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a status of a driver: " + e.getOriginalMessage(), e);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
