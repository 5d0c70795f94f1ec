package dev.millrace.e2e.figures;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Says of all pods on the {@link FakeNode} that they run, and lets those go that are deleted. They have no address: nothing of
 * them answers, and nobody asks.
 */
final class FakeKubelet implements ResourceEventHandler<Pod>, AutoCloseable {

    private static final int THREADS = 8;

    private final KubernetesClient client;
    private final ExecutorService hands = Executors.newFixedThreadPool(THREADS);
    private final SharedIndexInformer<Pod> pods;

    FakeKubelet(KubernetesClient client) {
        this.client = client;
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
    public void onAdd(Pod pod) {
        look(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        look(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean unknownEnd) {
        // It is gone, as it was to be.
    }

    private void look(Pod pod) {
        PodResource resource = client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName());
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            hands.execute(() -> resource.withGracePeriod(0).delete());
        } else if ("Pending".equals(pod.getStatus().getPhase())) {
            hands.execute(() -> run(resource, pod));
        }
    }

    private static void run(PodResource resource, Pod pod) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String container = pod.getSpec().getContainers().get(0).getName();
        String image = pod.getSpec().getContainers().get(0).getImage();
        try {
            resource.subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), """
                    {"status": {"phase": "Running", "startTime": "%1$s",
                      "conditions": [{"type": "PodScheduled", "status": "True"}, {"type": "Initialized", "status": "True"},
                                     {"type": "ContainersReady", "status": "True"}, {"type": "Ready", "status": "True"}],
                      "containerStatuses": [{"name": "%2$s", "image": "%3$s", "imageID": "%3$s", "ready": true, "started": true,
                                             "restartCount": 0, "state": {"running": {"startedAt": "%1$s"}}}]}}
                    """.formatted(now, container, image));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        pods.close();
        hands.shutdownNow();
    }
}
