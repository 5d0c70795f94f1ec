package dev.millrace.e2e.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Everything that the scenarios take for granted of a cluster. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private ClusterUnderTest cluster;

    @BeforeAll
    void aKindThatScales(ClusterUnderTest theCluster) {
        cluster = theCluster;
        theCluster
                .client()
                .load(ClusterIT.class.getResourceAsStream("mills.yaml"))
                .serverSideApply();
        theCluster
                .client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("mills.e2e.millrace.dev")
                .waitUntilCondition(
                        kind -> kind != null && Conditions.isTrue(kind, "Established"),
                        30,
                        java.util.concurrent.TimeUnit.SECONDS);
    }

    @AfterAll
    void removeTheKind() {
        cluster.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("mills.e2e.millrace.dev")
                .delete();
    }

    @Test
    void aRestrictedPodRunsAndItsLogIsRead(TestNamespace namespace) {
        namespace.apply(pod("speaker", "echo what it says"));
        Pod ended = namespace.awaitPod("speaker", SOON);
        assertEquals("what it says\n", namespace.log("speaker"));
        assertEquals("BestEffort", ended.getStatus().getQosClass());
    }

    @Test
    void aPodWithPrivilegesIsRefused(TestNamespace namespace) {
        String privileged = pod("ruler", "true").replace("allowPrivilegeEscalation: false", "privileged: true");
        KubernetesClientException refusal =
                assertThrows(KubernetesClientException.class, () -> namespace.apply(privileged));
        assertTrue(refusal.getMessage().contains("violates PodSecurity \"restricted:latest\""), refusal.getMessage());
    }

    @Test
    void aVolumeKeepsWhatAPodWroteForTheNext(TestNamespace namespace) {
        namespace.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: data }
                spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Mi } } }
                """);
        namespace.apply(podWithVolume("writer", "echo kept >/data/file"));
        namespace.await(
                namespace.client().persistentVolumeClaims().withName("data"),
                "to be bound",
                claim -> claim != null && "Bound".equals(claim.getStatus().getPhase()),
                SOON);
        namespace.awaitPod("writer", SOON);
        namespace.apply(podWithVolume("reader", "cat /data/file"));
        namespace.awaitPod("reader", SOON);
        assertEquals("kept\n", namespace.log("reader"));
    }

    @Test
    void aServiceIsFoundByItsNameAndAPolicyClosesIt(TestNamespace namespace) {
        namespace.apply(pod("server", "cd /tmp && echo hello >index.html && exec httpd -f -p 8080"));
        namespace.apply(pod("caller", "exec sleep 1000"));
        namespace.apply("""
                apiVersion: v1
                kind: Service
                metadata: { name: greeter }
                spec: { selector: { pod: server }, ports: [{ port: 80, targetPort: 8080 }] }
                """);
        namespace.awaitPod("server", SOON);
        namespace.awaitPod("caller", SOON);
        await().atMost(SOON)
                .untilAsserted(() -> assertEquals("hello\n", call(namespace).output()));

        namespace.apply("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: { name: nobody }
                spec: { podSelector: { matchLabels: { pod: server } }, policyTypes: [Ingress] }
                """);
        await().atMost(SOON).untilAsserted(() -> assertTrue(call(namespace).exitCode() != 0));
    }

    private static CommandResult call(TestNamespace namespace) {
        return namespace.exec(
                "caller",
                "",
                "timeout",
                "5",
                "wget",
                "-q",
                "-O",
                "-",
                "http://greeter." + namespace.name() + ".svc.cluster.local");
    }

    @Test
    void aCustomKindIsScaled(TestNamespace namespace) {
        namespace.apply("""
                apiVersion: e2e.millrace.dev/v1
                kind: Mill
                metadata: { name: mill }
                spec: { replicas: 2 }
                """);
        namespace.kubectl("scale", "mills/mill", "--replicas=4").orThrow();
        assertEquals(
                "4",
                namespace
                        .kubectl("get", "mill", "mill", "--output=jsonpath={.spec.replicas}")
                        .orThrow());
        namespace.await(
                namespace.custom("e2e.millrace.dev/v1", "Mill", "mill"),
                "to have a second generation",
                mill -> mill != null && mill.getMetadata().getGeneration() == 2,
                SOON);
    }

    @Test
    void anImageRunsThatOnlyATarHad(TestNamespace namespace) throws Exception {
        Optional<Node> node = cluster.node();
        Assumptions.assumeTrue(node.isPresent(), "the tar is made on the node of our own cluster");
        Path tar = cluster.kubeconfig().resolveSibling("client").resolve("travelled.tar");
        String image = "localhost/travelled:" + namespace.name();
        String[] ctr = {"ctr", "--namespace", "k8s.io", "images"};
        node.get().run(with(ctr, "tag", cluster.toolsImage(), image)).orThrow();
        node.get()
                .run(with(ctr, "export", "/run/cluster/client/travelled.tar", image))
                .orThrow();
        node.get().run(with(ctr, "rm", image)).orThrow();
        try {
            cluster.load(tar);
        } finally {
            Files.delete(tar);
        }
        namespace.apply(pod("traveller", "echo arrived").replace(cluster.toolsImage(), image));
        namespace.awaitPod("traveller", SOON);
        assertEquals("arrived\n", namespace.log("traveller"));
    }

    @Test
    void containersOutliveTheApiServer(TestNamespace namespace) {
        Optional<Node> node = cluster.node();
        Assumptions.assumeTrue(node.isPresent(), "only the API server of our own cluster can be stopped");
        namespace.apply(pod("survivor", "exec sleep 1000"));
        Pod before = namespace.awaitPod("survivor", SOON);

        node.get().stop("kube-apiserver");
        try {
            // Not asked by the client, which would try again for 20 s.
            assertEquals(1, cluster.kubectl("get", "--raw", "/readyz").exitCode());
        } finally {
            node.get().start("kube-apiserver");
        }

        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> namespace.client().pods().withName("survivor").get(), Objects::nonNull);
        Pod after = namespace.awaitPod("survivor", SOON);
        assertEquals(before.getMetadata().getUid(), after.getMetadata().getUid());
        assertEquals(0, after.getStatus().getContainerStatuses().get(0).getRestartCount());
    }

    @Test
    void aWaitInVainSaysWhatWasThereInstead(TestNamespace namespace) {
        namespace.apply(pod("stranger", "true").replace(cluster.toolsImage(), "localhost/no-such-image:1"));
        AssertionError error =
                assertThrows(AssertionError.class, () -> namespace.awaitPod("stranger", Duration.ofSeconds(5)));
        assertTrue(error.getMessage().contains("ErrImageNeverPull"), error.getMessage());
    }

    @Test
    void aDumpHasObjectsEventsAndLogs(TestNamespace namespace) throws Exception {
        namespace.apply(pod("talker", "echo words"));
        namespace.awaitPod("talker", SOON);
        Path dump = Files.createTempDirectory("dump");
        namespace.dumpTo(dump);
        assertTrue(Files.readString(dump.resolve("objects/Pod.yaml")).contains("name: \"talker\""));
        assertTrue(Files.readString(dump.resolve("events.txt")).contains("Pod/talker Scheduled"));
        assertEquals("words\n", Files.readString(dump.resolve("logs/talker.main.log")));
        assertTrue(Files.notExists(dump.resolve("objects/Secret.yaml")));
    }

    private String podWithVolume(String name, String script) {
        return pod(name, script)
                .replace("{ runAsNonRoot", "{ fsGroup: 65532, runAsNonRoot")
                .replace("volumes: [", "volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }, ")
                .replace("volumeMounts: [", "volumeMounts: [{ name: data, mountPath: /data }, ");
    }

    private String pod(String name, String script) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: { name: %1$s, labels: { pod: %1$s } }
                spec:
                  restartPolicy: Never
                  automountServiceAccountToken: false
                  terminationGracePeriodSeconds: 1
                  securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: RuntimeDefault } }
                  containers:
                    - name: main
                      image: %2$s
                      imagePullPolicy: %3$s
                      command: [sh, -c, "%4$s"]
                      securityContext:
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                        capabilities: { drop: [ALL] }
                      volumeMounts: [{ name: tmp, mountPath: /tmp }]
                  volumes: [{ name: tmp, emptyDir: {} }]
                """.formatted(
                        name,
                        cluster.toolsImage(),
                        cluster.toolsImage().startsWith("localhost/") ? "Never" : "IfNotPresent",
                        script);
    }

    private static String[] with(String[] first, String... rest) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(first), java.util.Arrays.stream(rest))
                .toArray(String[]::new);
    }
}
