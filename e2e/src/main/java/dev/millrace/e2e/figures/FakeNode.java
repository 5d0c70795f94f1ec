package dev.millrace.e2e.figures;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node that is only an object: it says that it is ready, and has room for whatever tolerates its taint. */
final class FakeNode implements AutoCloseable {

    static final String NAME = "millrace-figures";

    /** A part of a job, in JSON: the pod template of what is to run on this node. */
    static final String PLACEMENT = """
            {"nodeSelector": {"millrace.dev/figures": "true"},
             "tolerations": [{"key": "millrace.dev/figures", "operator": "Exists"}]}""";

    private static final int HEARTBEAT_SECONDS = 8;

    private final KubernetesClient client;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();

    private FakeNode(KubernetesClient client) {
        this.client = client;
    }

    static FakeNode create(KubernetesClient client) {
        client.nodes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .addToLabels("millrace.dev/figures", "true")
                        .endMetadata()
                        .withNewSpec()
                        .addNewTaint()
                        .withKey("millrace.dev/figures")
                        .withEffect("NoSchedule")
                        .endTaint()
                        .endSpec()
                        .build())
                .create();
        FakeNode node = new FakeNode(client);
        node.beat();
        // A node that does not beat is called lost after some 40 s.
        var unused = node.heart.scheduleAtFixedRate(node::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        return node;
    }

    private void beat() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        client.nodes().withName(NAME).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), """
                {"status": {
                   "capacity": {"cpu": "10000", "memory": "100Ti", "pods": "100000"},
                   "allocatable": {"cpu": "10000", "memory": "100Ti", "pods": "100000"},
                   "conditions": [{"type": "Ready", "status": "True", "reason": "Measuring", "message": "there is no kubelet here",
                                   "lastHeartbeatTime": "%s"}]}}
                """.formatted(
                        now));
    }

    @Override
    public void close() {
        heart.shutdownNow();
        client.nodes().withName(NAME).withGracePeriod(0).delete();
    }
}
