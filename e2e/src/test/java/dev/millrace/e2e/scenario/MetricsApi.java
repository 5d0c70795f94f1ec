package dev.millrace.e2e.scenario;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.LedgerJob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A custom-metrics API with one metric of the ledger's job, {@code backlog}, which is whatever a test says. */
final class MetricsApi implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String GROUP = "custom.metrics.k8s.io";
    private static final String PASSWORD = "of-a-test";

    private final ClusterUnderTest cluster;
    private final LedgerJob ledger;

    private MetricsApi(ClusterUnderTest cluster, LedgerJob ledger) {
        this.cluster = cluster;
        this.ledger = ledger;
    }

    static MetricsApi start(ClusterUnderTest cluster, TestNamespace namespace, LedgerJob ledger) {
        MetricsApi api = new MetricsApi(cluster, ledger);
        api.set(0);
        namespace.apply("""
                apiVersion: v1
                kind: Secret
                metadata: { name: metrics }
                data: { keys.p12: %s }
                ---
                apiVersion: v1
                kind: Service
                metadata: { name: metrics }
                spec: { selector: { app: metrics }, ports: [{ port: 443, targetPort: 8443 }] }
                ---
                apiVersion: v1
                kind: Pod
                metadata: { name: metrics, labels: { app: metrics } }
                spec:
                  automountServiceAccountToken: false
                  securityContext: { fsGroup: 10001, fsGroupChangePolicy: OnRootMismatch, runAsNonRoot: true,
                    seccompProfile: { type: RuntimeDefault } }
                  containers:
                    - name: main
                      image: %s
                      command: [/opt/java/bin/java, -Xmx32m, -cp, /program/ledger.jar, dev.millrace.e2e.ledger.MetricsServer,
                        /keys/keys.p12, %s, /data/backlog]
                      readinessProbe: { httpGet: { path: /apis, port: 8443, scheme: HTTPS }, periodSeconds: 1 }
                      securityContext:
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                        capabilities: { drop: [ALL] }
                      volumeMounts:
                        - { name: keys, mountPath: /keys }
                        - { name: program, mountPath: /program }
                        - { name: data, mountPath: /data }
                        - { name: tmp, mountPath: /tmp }
                  volumes:
                    - { name: keys, secret: { secretName: metrics } }
                    - { name: program, configMap: { name: ledger-program } }
                    - { name: data, persistentVolumeClaim: { claimName: ledger } }
                    - { name: tmp, emptyDir: {} }
                """.formatted(Base64.getEncoder().encodeToString(keys(namespace)), runtimeImage(), PASSWORD));
        namespace.awaitPod("metrics", SOON);
        cluster.client()
                .load(new ByteArrayInputStream(
                        """
                        apiVersion: apiregistration.k8s.io/v1
                        kind: APIService
                        metadata: { name: v1beta2.%s }
                        spec:
                          group: %s
                          version: v1beta2
                          groupPriorityMinimum: 100
                          versionPriority: 100
                          insecureSkipTLSVerify: true
                          service: { name: metrics, namespace: %s }
                        """.formatted(GROUP, GROUP, namespace.name()).getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
        Awaitility.await("the API server to know the metrics")
                .atMost(SOON)
                .until(() -> cluster.kubectl("get", "--raw", "/apis/" + GROUP + "/v1beta2")
                                .exitCode()
                        == 0);
        return api;
    }

    private static String runtimeImage() {
        return System.getProperty("millrace.e2e.runtimeName", "");
    }

    /** A key and a certificate that nobody checks. */
    private static byte[] keys(TestNamespace namespace) {
        try {
            Path directory = Files.createTempDirectory("metrics");
            Path file = directory.resolve("keys.p12");
            try {
                Process keytool = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=metrics." + namespace.name() + ".svc",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
                if (!keytool.waitFor(SOON.toSeconds(), TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                    throw new IllegalStateException("keytool did not make a key; its output says why");
                }
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keytool ran", e);
        }
    }

    void set(int backlog) {
        ledger.onVolume("sh", "-c", "echo " + backlog + " >/data/backlog");
    }

    /** An API that does not answer would disturb the deletion of every namespace. */
    @Override
    public void close() {
        cluster.kubectl("delete", "apiservice", "v1beta2." + GROUP).orThrow();
    }
}
