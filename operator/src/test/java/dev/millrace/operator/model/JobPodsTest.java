package dev.millrace.operator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.operator.Jobs;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JobPodsTest {
    private static Pod driver(String lines) {
        return new JobPods(Jobs.ID, Jobs.spec(lines), Jobs.DEFAULTS).driver(3);
    }

    private static Pod executor(String lines) {
        return new JobPods(Jobs.ID, Jobs.spec(lines), Jobs.DEFAULTS).executor(1);
    }

    private static Container engine(Pod pod) {
        return pod.getSpec().getContainers().get(0);
    }

    private static Map<String, String> environment(Pod pod) {
        return engine(pod).getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private static Volume volume(Pod pod, String name) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no volume " + name));
    }

    private static List<String> mountPaths(Pod pod) {
        return engine(pod).getVolumeMounts().stream()
                .map(VolumeMount::getMountPath)
                .sorted()
                .toList();
    }

    @Test
    void aPodHasNoRightsInTheClusterAndFewOnItsNode() {
        for (Pod pod : List.of(driver(""), executor(""))) {
            assertEquals(false, pod.getSpec().getAutomountServiceAccountToken());
            assertEquals(false, pod.getSpec().getEnableServiceLinks());
            assertEquals("Never", pod.getSpec().getRestartPolicy());
            assertEquals(true, pod.getSpec().getSecurityContext().getRunAsNonRoot());
            assertEquals(
                    "RuntimeDefault",
                    pod.getSpec().getSecurityContext().getSeccompProfile().getType());
            assertEquals(true, engine(pod).getSecurityContext().getReadOnlyRootFilesystem());
            assertEquals(false, engine(pod).getSecurityContext().getAllowPrivilegeEscalation());
            assertEquals(
                    List.of("ALL"),
                    engine(pod).getSecurityContext().getCapabilities().getDrop());
        }
    }

    @Test
    void aPodBelongsToItsJobAndSaysWhatItIs() {
        Pod pod = executor("");
        assertEquals("words-exec-1", pod.getMetadata().getName());
        assertEquals("shop", pod.getMetadata().getNamespace());
        assertEquals(
                "uid-of-words", pod.getMetadata().getOwnerReferences().get(0).getUid());
        assertEquals("executor", pod.getMetadata().getLabels().get("millrace.dev/role"));
        assertEquals("1", pod.getMetadata().getLabels().get("millrace.dev/executor"));
        assertEquals("1", environment(pod).get("MILLRACE_EXECUTOR_ORDINAL"));
        assertEquals("words-pods", pod.getSpec().getSubdomain());
        assertEquals("3", driver("").getMetadata().getLabels().get("millrace.dev/epoch"));
    }

    @Test
    void theJvmIsToldWhatItMayUseAndTheContainerGetsALittleMore() {
        Pod pod = executor("executor: {memory: 1g, cores: 3}");
        assertEquals(
                List.of(
                        "-Xms1024m",
                        "-Xmx1024m",
                        "-XX:MaxDirectMemorySize=256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "dev.millrace.runtime.ExecutorMain"),
                engine(pod).getArgs());
        assertEquals(
                new Quantity("1600Mi"), engine(pod).getResources().getLimits().get("memory"));
        assertEquals(
                new Quantity("1600Mi"), engine(pod).getResources().getRequests().get("memory"));
        assertEquals(new Quantity("3"), engine(pod).getResources().getRequests().get("cpu"));
        assertNull(engine(pod).getResources().getLimits().get("cpu"));
    }

    @Test
    void resourcesOfTheSpecTakeThePlaceOfThoseThatFollow() {
        Pod pod = executor("executor: {resources: {requests: {cpu: 100m}}}");
        assertEquals(
                Map.of("cpu", new Quantity("100m")), engine(pod).getResources().getRequests());
        assertTrue(engine(pod).getResources().getLimits().isEmpty());
    }

    @Test
    void aPodSeesItsOwnKeyAlone() {
        Volume tls = volume(executor(""), "millrace-tls");
        assertEquals("words-certificates", tls.getSecret().getSecretName());
        assertEquals(0440, tls.getSecret().getDefaultMode());
        assertEquals(
                List.of("executor-1.crt", "executor-1.key", "ca.crt"),
                tls.getSecret().getItems().stream().map(item -> item.getKey()).toList());
    }

    @Test
    void onlyTheDriverMountsTheCheckpoint() {
        String lines = "checkpoint: {volume: {size: 1Gi}}";
        assertEquals(
                "words-checkpoint",
                volume(driver(lines), "millrace-checkpoint")
                        .getPersistentVolumeClaim()
                        .getClaimName());
        assertEquals("/var/lib/millrace/checkpoint", environment(driver(lines)).get("MILLRACE_CHECKPOINT"));
        assertFalse(mountPaths(executor(lines)).contains("/var/lib/millrace/checkpoint"));
        assertEquals(
                "mine",
                volume(driver("checkpoint: {existingClaim: mine}"), "millrace-checkpoint")
                        .getPersistentVolumeClaim()
                        .getClaimName());
        Pod shared = driver("checkpoint: {uri: 's3a://bucket/job'}");
        assertEquals("s3a://bucket/job", environment(shared).get("MILLRACE_CHECKPOINT"));
        assertFalse(mountPaths(shared).contains("/var/lib/millrace/checkpoint"));
    }

    @Test
    void theImageIsThatOfTheSpecOrTheOperatorsOwn() {
        assertEquals("millrace/runtime:test", engine(driver("")).getImage());
        Pod pod = driver("image: my/image:1\nimagePullPolicy: Always\nimagePullSecrets: [{name: registry}]");
        assertEquals("my/image:1", engine(pod).getImage());
        assertEquals("Always", engine(pod).getImagePullPolicy());
        assertEquals("registry", pod.getSpec().getImagePullSecrets().get(0).getName());
    }

    @Test
    void aTemplateAddsToAPodAndCannotTakeItOver() {
        Pod pod = executor("""
                executor:
                  template:
                    labels: {team: blue}
                    annotations: {note: hello}
                    env:
                      - {name: EXTRA, value: yes-please}
                    volumes:
                      - {name: data, emptyDir: {}}
                    volumeMounts:
                      - {name: data, mountPath: /data}
                    nodeSelector: {disk: fast}
                    tolerations:
                      - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 7}
                    topologySpreadConstraints:
                      - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}
                    priorityClassName: high
                    serviceAccountName: reader
                    securityContext: {runAsUser: 4711}
                    containerSecurityContext: {readOnlyRootFilesystem: false}
                    initContainers:
                      - {name: side, image: "side:1", restartPolicy: Always}
                """);
        assertEquals("blue", pod.getMetadata().getLabels().get("team"));
        assertEquals("executor", pod.getMetadata().getLabels().get("millrace.dev/role"));
        assertEquals("hello", pod.getMetadata().getAnnotations().get("note"));
        assertEquals("/etc/millrace/conf/job.properties", environment(pod).get("MILLRACE_CONF"));
        assertEquals("yes-please", environment(pod).get("EXTRA"));
        assertTrue(mountPaths(pod).containsAll(List.of("/data", "/tmp", "/etc/millrace/tls", "/etc/millrace/conf")));
        assertEquals(Map.of("disk", "fast"), pod.getSpec().getNodeSelector());
        assertEquals(
                Map.of("node.kubernetes.io/unreachable", 7L, "node.kubernetes.io/not-ready", 30L),
                pod.getSpec().getTolerations().stream()
                        .collect(Collectors.toMap(Toleration::getKey, Toleration::getTolerationSeconds)));
        assertEquals("zone", pod.getSpec().getTopologySpreadConstraints().get(0).getTopologyKey());
        assertEquals("high", pod.getSpec().getPriorityClassName());
        assertEquals("reader", pod.getSpec().getServiceAccountName());
        assertEquals(4711L, pod.getSpec().getSecurityContext().getRunAsUser());
        assertEquals(true, pod.getSpec().getSecurityContext().getRunAsNonRoot());
        assertEquals(false, engine(pod).getSecurityContext().getReadOnlyRootFilesystem());
        Container side = pod.getSpec().getInitContainers().get(0);
        assertEquals("side", side.getName());
        assertEquals("Always", side.getRestartPolicy());
        assertEquals(true, side.getSecurityContext().getReadOnlyRootFilesystem());
    }

    @Test
    void aJarFromTheNetIsFetchedBeforeTheProcessStarts() {
        String sum = "a".repeat(64);
        Pod pod = new JobPods(Jobs.ID, Jobs.whole("""
                                apiVersion: millrace.dev/v1
                                kind: StreamingJob
                                metadata: {name: words}
                                spec:
                                  application: {jar: "https://example.com/w.jar", sha256: %s, mainClass: com.example.W}
                                """.formatted(sum)), Jobs.DEFAULTS).executor(0);
        Container fetch = pod.getSpec().getInitContainers().get(0);
        assertEquals(
                List.of(
                        "dev.millrace.runtime.FetchMain",
                        "https://example.com/w.jar",
                        sum,
                        "/var/lib/millrace/application/application.jar"),
                fetch.getArgs());
        assertEquals(false, fetch.getSecurityContext().getAllowPrivilegeEscalation());
        assertTrue(mountPaths(pod).contains("/var/lib/millrace/application"));
    }

    @Test
    void anAddressOfItsOwnIsGivenToEachProcess() {
        assertEquals(
                "status.podIP",
                engine(executor("")).getEnv().stream()
                        .filter(variable -> variable.getName().equals("MILLRACE_HOST"))
                        .findFirst()
                        .orElseThrow()
                        .getValueFrom()
                        .getFieldRef()
                        .getFieldPath());
    }

    @Test
    void aDriverThatIsMonitoredSaysSo() {
        assertFalse(driver("").getMetadata().getAnnotations().containsKey("prometheus.io/scrape"));
        Pod pod = driver("monitoring: {enabled: true}");
        assertEquals("true", pod.getMetadata().getAnnotations().get("prometheus.io/scrape"));
        assertEquals("4040", pod.getMetadata().getAnnotations().get("prometheus.io/port"));
    }
}
