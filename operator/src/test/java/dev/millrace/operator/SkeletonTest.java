package dev.millrace.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.operator.model.JobSecrets;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator against a mock of the API server, which stores and watches but runs nothing. */
@EnableKubernetesMockClient(crud = true)
class SkeletonTest {
    KubernetesClient client;

    private RunningOperator operator;

    @BeforeEach
    void start() {
        operator = new RunningOperator(client);
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void aJobGetsItsObjectsAndItsPods() {
        client.resource(Jobs.resource(Jobs.spec("executor: {replicas: 2}"))).create();

        await().until(() -> pods().equals(Set.of("words-driver", "words-exec-0", "words-exec-1")));
        assertTrue(client.configMaps()
                .inNamespace("shop")
                .withName("words-conf")
                .get()
                .getData()
                .get("job.properties")
                .contains("millrace.app.mainClass=com.example.Words"));
        assertEquals(
                "None",
                client.services()
                        .inNamespace("shop")
                        .withName("words-pods")
                        .get()
                        .getSpec()
                        .getClusterIP());
        Secret certificates = client.secrets()
                .inNamespace("shop")
                .withName("words-certificates")
                .get();
        assertTrue(
                JobSecrets.values(certificates).keySet().containsAll(Set.of("ca.crt", "driver.key", "executor-1.crt")));
        assertFalse(JobSecrets.values(certificates).containsKey("ca.key"));
        await().until(() -> job().getStatus() != null && job().getStatus().phase() == JobPhase.Starting);
        assertEquals("0/2", job().getStatus().executors().summary());
        assertEquals(1, job().getStatus().epoch());
    }

    @Test
    void podsThatAreDeletedComeBack() {
        client.resource(Jobs.resource(Jobs.spec("executor: {replicas: 2}"))).create();
        await().until(() -> pods().size() == 3);
        List<String> before = List.of(uid("words-exec-1"), uid("words-driver"));

        client.pods().inNamespace("shop").withName("words-exec-1").delete();
        client.pods().inNamespace("shop").withName("words-driver").delete();

        await().until(() ->
                pods().size() == 3 && !before.contains(uid("words-exec-1")) && !before.contains(uid("words-driver")));
        await().until(() -> job().getStatus().epoch() == 2);
    }

    @Test
    void replicasAreFollowed() {
        client.resource(Jobs.resource(Jobs.spec("executor: {replicas: 2}"))).create();
        await().until(() -> pods().size() == 3);
        String driver = uid("words-driver");

        scale(4);
        await().until(() -> pods().contains("words-exec-3"));
        scale(1);
        await().until(() -> pods().equals(Set.of("words-driver", "words-exec-0")));
        assertEquals(driver, uid("words-driver"));
    }

    private void scale(int replicas) {
        await().ignoreExceptionsInstanceOf(KubernetesClientException.class).until(() -> {
            edit(replicas);
            return true;
        });
    }

    private void edit(int replicas) {
        client.resources(StreamingJobResource.class)
                .inNamespace("shop")
                .withName("words")
                .edit(job -> {
                    job.setSpec(Jobs.spec("executor: {replicas: " + replicas + "}"));
                    job.getMetadata().setGeneration(replicas + 10L);
                    return job;
                });
    }

    private StreamingJobResource job() {
        return client.resources(StreamingJobResource.class)
                .inNamespace("shop")
                .withName("words")
                .get();
    }

    private Set<String> pods() {
        return client.pods().inNamespace("shop").list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String uid(String name) {
        Pod pod = client.pods().inNamespace("shop").withName(name).get();
        return pod == null ? "none" : pod.getMetadata().getUid();
    }
}
