package dev.millrace.e2e.figures;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of all pods on the {@link FakeNode} that they run, and lets those go that are deleted. They have no address: nothing of
 * them answers, and nobody asks.
 */
final class FakeKubelet implements Sightings<Pod>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FakeKubelet.class);
    private static final int THREADS = 8;
    private static final String RUNS = """
            {"status": {"phase": "Running", "startTime": "%1$s",
              "conditions": [{"type": "PodScheduled", "status": "True"}, {"type": "Initialized", "status": "True"},
                             {"type": "ContainersReady", "status": "True"}, {"type": "Ready", "status": "True"}],
              "containerStatuses": [{"name": "%2$s", "image": "%3$s", "imageID": "%3$s", "ready": true, "started": true,
                                     "restartCount": 0, "state": {"running": {"startedAt": "%1$s"}}}]}}
            """;

    private final KubernetesClient client;
    private final HttpClient http;
    private final URI apiServer;
    private final ExecutorService hands = Executors.newFixedThreadPool(THREADS);
    private final SharedIndexInformer<Pod> pods;

    FakeKubelet(KubernetesClient client) {
        this.client = client;
        this.http = client.getHttpClient();
        this.apiServer = URI.create(client.getConfiguration().getMasterUrl());
        this.pods = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", FakeNode.NAME)
                .inform(this);
    }

    /** The pods on the fake node. */
    SharedIndexInformer<Pod> pods() {
        return pods;
    }

    @Override
    public void see(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            hands.execute(() -> client.resource(pod).withGracePeriod(0).delete());
        } else if ("Pending".equals(pod.getStatus().getPhase())) {
            hands.execute(() -> run(pod));
        }
    }

    /** By a request of its own: the client would read each pod before it writes its status. */
    private void run(Pod pod) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String container = pod.getSpec().getContainers().get(0).getName();
        String image = pod.getSpec().getContainers().get(0).getImage();
        String path = "/api/v1/namespaces/%s/pods/%s/status"
                .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        var request = http.newHttpRequestBuilder()
                .uri(apiServer.resolve(path))
                .method("PATCH", "application/merge-patch+json", RUNS.formatted(now, container, image))
                .build();
        var answer = http.sendAsync(request, String.class).join();
        if (!answer.isSuccessful() && answer.code() != HttpURLConnection.HTTP_NOT_FOUND) {
            LOG.error("pod {} is not said to run: {} {}", path, answer.code(), answer.body());
        }
    }

    @Override
    public void close() {
        pods.close();
        hands.shutdownNow();
    }
}
