package dev.millrace.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.crds.v1.status.Condition;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.operator.model.JobSecrets;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private long generation = 10;

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

    @Test
    void anObjectOfSomebodyElseIsLeftAlone() {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("words-conf")
                        .withNamespace("shop")
                        .endMetadata()
                        .addToData("mine", "yes")
                        .build())
                .create();
        client.resource(Jobs.resource(Jobs.spec("executor: {replicas: 2}"))).create();
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(NullPointerException.class)
                .untilAsserted(() -> {
                    Condition degraded = job().getStatus().conditions().stream()
                            .filter(condition -> condition.type().equals("Degraded"))
                            .findFirst()
                            .orElseThrow();
                    assertEquals("ActionFailed", degraded.reason());
                    assertTrue(degraded.message().contains("ConfigMap words-conf exists"), degraded.message());
                });
        assertEquals(
                Map.of("mine", "yes"),
                client.configMaps()
                        .inNamespace("shop")
                        .withName("words-conf")
                        .get()
                        .getData());
    }

    @Test
    void labelsOfTheSpecComeToRunningPodsAndGoAgain() {
        client.resource(Jobs.resource(
                        Jobs.spec("executor: {replicas: 1, template: {labels: {team: blue, old: yes-it-is}}}")))
                .create();
        await().until(() -> pods().size() == 2);
        change("executor: {replicas: 1, template: {labels: {team: red}}}");
        await().untilAsserted(() -> {
            Map<String, String> labels = client.pods()
                    .inNamespace("shop")
                    .withName("words-exec-0")
                    .get()
                    .getMetadata()
                    .getLabels();
            assertEquals("red", labels.get("team"));
            assertFalse(labels.containsKey("old"));
            assertEquals("words", labels.get("millrace.dev/job"));
        });
    }

    private void scale(int replicas) {
        change("executor: {replicas: " + replicas + "}");
    }

    private void change(String lines) {
        await().ignoreExceptionsInstanceOf(KubernetesClientException.class).until(() -> {
            edit(lines);
            return true;
        });
    }

    private void edit(String lines) {
        client.resources(StreamingJobResource.class)
                .inNamespace("shop")
                .withName("words")
                .edit(job -> {
                    job.setSpec(Jobs.spec(lines));
                    job.getMetadata().setGeneration(++generation);
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
