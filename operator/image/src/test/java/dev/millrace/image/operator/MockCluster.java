package dev.millrace.image.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.resource.StreamingJobResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A mock of the API server with TLS and one job, which stores and watches but runs nothing. */
final class MockCluster implements AutoCloseable {
    private static final String JOB = """
            apiVersion: millrace.dev/v1
            kind: StreamingJob
            metadata:
              name: words
            spec:
              application:
                jar: local:///opt/words.jar
                mainClass: com.example.Words
              restartPolicy: {type: OnFailure, maxFailures: 5, window: 10m, initialBackoff: 500ms, maxBackoff: 30s}
            """;

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(new ObjectMapper()),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            true);
    private final KubernetesClient client;

    /** @param directory for the job's manifest */
    MockCluster(Path directory) throws Exception {
        server.init(InetAddress.getLoopbackAddress(), 0);
        client = server.createClient();
        Path manifest = Files.writeString(directory.resolve("words.yaml"), JOB);
        StreamingJobResource job = new StreamingJobResource();
        job.setMetadata(
                new ObjectMetaBuilder().withNamespace("shop").withName("words").build());
        job.setSpec(new ManifestReader().read(manifest).job().spec());
        client.resource(job).create();
    }

    /** The variables that lead an operator to it. */
    Map<String, String> environment() {
        return operatorOf("https://127.0.0.1:" + server.getPort());
    }

    /**
     * Those for an API server at this address, whose certificate nobody knows. No leader is elected: the mock cannot say what
     * the operator may do with a lease; the tests on a real cluster elect one.
     */
    static Map<String, String> operatorOf(String url) {
        return Map.of(
                "KUBERNETES_MASTER", url,
                "KUBERNETES_TRUST_CERTIFICATES", "true",
                "MILLRACE_OPERATOR_NAMESPACE", "millrace",
                "MILLRACE_OPERATOR_LEADER_ELECTION_ENABLED", "false",
                "QUARKUS_HTTP_PORT", "0");
    }

    /** Whether an operator has made the job's driver. */
    boolean hasDriver() {
        return client.pods().inNamespace("shop").withName("words-driver").get() != null;
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
