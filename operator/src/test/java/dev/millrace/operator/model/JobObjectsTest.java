package dev.millrace.operator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.operator.Jobs;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class JobObjectsTest {
    private static List<HasMetadata> objects(String lines) {
        return new JobObjects(Jobs.ID, Jobs.spec(lines), Jobs.DEFAULTS).all();
    }

    private static <T extends HasMetadata> T find(String lines, Class<T> type, String name) {
        return objects(lines).stream()
                .filter(object -> type.isInstance(object)
                        && object.getMetadata().getName().equals(name))
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
    }

    private static Properties settings(String lines) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(
                find(lines, ConfigMap.class, "words-conf").getData().get("job.properties")));
        return properties;
    }

    @Test
    void settingsAreThoseOfTheProcessContract() throws IOException {
        Properties settings = settings("""
                batchInterval: 2s
                checkpoint: {existingClaim: mine, interval: 30s}
                executor: {replicas: 3, cores: 2}
                conf: {"my.key": "a=b\\\\c", "another": "\\u00e4 and\\nmore"}
                """);
        assertEquals("words", settings.get("millrace.app.name"));
        assertEquals("com.example.Words", settings.get("millrace.app.mainClass"));
        assertEquals("2s", settings.get("millrace.streaming.batchInterval"));
        assertEquals("30s", settings.get("millrace.streaming.checkpoint.interval"));
        assertEquals("3", settings.get("millrace.executor.instances"));
        assertEquals("2", settings.get("millrace.executor.cores"));
        assertEquals("cluster", settings.get("millrace.master"));
        assertEquals("words-driver:7077", settings.get("millrace.driver.address"));
        assertEquals("7078", settings.get("millrace.control.port"));
        assertEquals("/etc/millrace/tls/tls.key", settings.get("millrace.rpc.tls.privateKey"));
        assertEquals("a=b\\c", settings.get("my.key"));
        assertEquals("\u00e4 and\nmore", settings.get("another"));
        assertEquals("4040", settings.get("millrace.status.port"));
    }

    @Test
    void theSameSpecGivesTheSameText() {
        String lines = "conf: {b: '1', a: '2', c: '3'}";
        assertEquals(find(lines, ConfigMap.class, "words-conf"), find(lines, ConfigMap.class, "words-conf"));
        assertFalse(find(lines, ConfigMap.class, "words-conf")
                .getData()
                .get("job.properties")
                .startsWith("#"));
    }

    @Test
    void allObjectsGoWithTheJobButACheckpointThatStays() {
        for (HasMetadata object : objects("checkpoint: {volume: {size: 1Gi}}\nui: {ingress: {host: a.example.com}}")) {
            boolean owned = !object.getMetadata().getOwnerReferences().isEmpty();
            assertEquals(!(object instanceof PersistentVolumeClaim), owned, object.toString());
            assertEquals("words", object.getMetadata().getLabels().get("millrace.dev/job"));
            assertEquals("millrace-operator", object.getMetadata().getLabels().get("app.kubernetes.io/managed-by"));
        }
    }

    @Test
    void aCheckpointGoesWithTheJobWhereTheSpecSaysSo() {
        PersistentVolumeClaim claim = find(
                "checkpoint: {volume: {size: 5Gi, storageClassName: fast}, retention: Delete}",
                PersistentVolumeClaim.class,
                "words-checkpoint");
        assertEquals(
                "uid-of-words", claim.getMetadata().getOwnerReferences().get(0).getUid());
        assertEquals(
                new Quantity("5Gi"),
                claim.getSpec().getResources().getRequests().get("storage"));
        assertEquals("fast", claim.getSpec().getStorageClassName());
        assertEquals(List.of("ReadWriteOnce"), claim.getSpec().getAccessModes());
    }

    @Test
    void noClaimIsMadeForACheckpointElsewhere() {
        assertTrue(objects("checkpoint: {existingClaim: mine}").stream()
                .noneMatch(PersistentVolumeClaim.class::isInstance));
    }

    @Test
    void theDriverHasAnAddressThatStays() {
        Service service = find("", Service.class, "words-driver");
        assertEquals("ClusterIP", service.getSpec().getType());
        assertEquals("driver", service.getSpec().getSelector().get("millrace.dev/role"));
        assertEquals(true, service.getSpec().getPublishNotReadyAddresses());
        assertEquals("None", find("", Service.class, "words-pods").getSpec().getClusterIP());
    }

    @Test
    void onlyTheJobAndTheOperatorReachItsPods() {
        NetworkPolicy policy = find("", NetworkPolicy.class, "words-pods");
        assertEquals(2, policy.getSpec().getIngress().size());
        var operator = policy.getSpec().getIngress().get(1);
        assertEquals(
                Map.of("kubernetes.io/metadata.name", "millrace-system"),
                operator.getFrom().get(0).getNamespaceSelector().getMatchLabels());
        assertEquals(new IntOrString(7078), operator.getPorts().get(0).getPort());
        assertEquals(
                3,
                find("ui: {service: {}}", NetworkPolicy.class, "words-pods")
                        .getSpec()
                        .getIngress()
                        .size());
    }

    @Test
    void nodesCanBeDrainedOnePodAtATime() {
        assertEquals(
                new IntOrString(3),
                find("executor: {replicas: 3}", PodDisruptionBudget.class, "words-pods")
                        .getSpec()
                        .getMinAvailable());
    }

    @Test
    void pagesAreServedWhereTheSpecWantsThem() {
        String lines = """
                ui:
                  service: {type: NodePort, port: 8080, annotations: {a: b}}
                  ingress: {className: nginx, host: words.example.com, path: /words, tlsSecretName: cert}
                """;
        Service service = find(lines, Service.class, "words-ui");
        assertEquals("NodePort", service.getSpec().getType());
        assertEquals(8080, service.getSpec().getPorts().get(0).getPort());
        assertEquals("b", service.getMetadata().getAnnotations().get("a"));
        Ingress ingress = find(lines, Ingress.class, "words-ui");
        assertEquals("nginx", ingress.getSpec().getIngressClassName());
        assertEquals("words.example.com", ingress.getSpec().getRules().get(0).getHost());
        assertEquals("cert", ingress.getSpec().getTls().get(0).getSecretName());
        assertEquals(
                8080,
                ingress.getSpec()
                        .getRules()
                        .get(0)
                        .getHttp()
                        .getPaths()
                        .get(0)
                        .getBackend()
                        .getService()
                        .getPort()
                        .getNumber());
    }

    @Test
    void aPodMonitorIsMadeWhereTheSpecWantsOne() {
        GenericKubernetesResource monitor = find(
                "monitoring: {enabled: true, podMonitor: true, interval: 10s, labels: {release: prom}}",
                GenericKubernetesResource.class,
                "words-pods");
        assertEquals("PodMonitor", monitor.getKind());
        assertEquals("prom", monitor.getMetadata().getLabels().get("release"));
        assertEquals("10s", monitor.get("spec", "podMetricsEndpoints", 0, "interval"));
    }
}
