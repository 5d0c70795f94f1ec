package dev.millrace.e2e.job;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.ledger.FirstTask;
import dev.millrace.e2e.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The job of {@code e2e/ledger}, in one namespace: its program in a ConfigMap, its ledger on a volume, and a pod that reads the
 * volume, so that the ledger outlives the driver and the job.
 */
public final class LedgerJob {

    public static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int RECORDS = 1_000;
    private static final String READER = "reader";
    private static final String OWN_CLAIM = "ledger";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final ClusterUnderTest cluster;
    private final TestNamespace namespace;
    private final JobManifest manifest;

    private LedgerJob(ClusterUnderTest cluster, TestNamespace namespace, JobManifest manifest) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.manifest = manifest;
    }

    /** With the ledger on a volume of the test's own, which the executors see as well. */
    public static LedgerJob on(ClusterUnderTest cluster, TestNamespace namespace) {
        LedgerJob job = new LedgerJob(cluster, namespace, withVolume(basis()));
        job.applyProgram();
        namespace.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: %s }
                spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 16Mi } } }
                """.formatted(OWN_CLAIM));
        job.read(OWN_CLAIM);
        return job;
    }

    /**
     * With the ledger on the job's checkpoint volume, and nobody to read it before {@link #read}.
     *
     * @param checkpoint {@code spec.checkpoint} in YAML, with a volume
     */
    public static LedgerJob onCheckpoint(ClusterUnderTest cluster, TestNamespace namespace, String checkpoint) {
        JobManifest manifest =
                withDirectory(basis(), "/var/lib/millrace/checkpoint").with("/spec", "checkpoint", checkpoint);
        LedgerJob job = new LedgerJob(cluster, namespace, manifest);
        job.applyProgram();
        return job;
    }

    private static JobManifest basis() {
        return JobManifest.parse("""
                apiVersion: millrace.dev/v1
                kind: StreamingJob
                metadata: { name: ledger }
                spec:
                  application:
                    volume: { configMap: ledger-program, path: ledger.jar }
                    mainClass: dev.millrace.e2e.ledger.LedgerProgram
                  batchInterval: %dms
                  driver:
                    memory: 128m
                    resources: { requests: { cpu: 50m, memory: 256Mi }, limits: { memory: 512Mi } }
                  executor:
                    replicas: 2
                    memory: 128m
                    resources: { requests: { cpu: 50m, memory: 256Mi }, limits: { memory: 512Mi } }
                  restartPolicy: { initialBackoff: 1s, maxBackoff: 5s }
                """.formatted(INTERVAL.toMillis()));
    }

    private static JobManifest withVolume(JobManifest manifest) {
        String volumes = "[{ name: ledger, persistentVolumeClaim: { claimName: %s } }]".formatted(OWN_CLAIM);
        String mounts = "[{ name: ledger, mountPath: /ledger }]";
        return withDirectory(manifest, "/ledger")
                .with("/spec/driver/template", "volumes", volumes)
                .with("/spec/driver/template", "volumeMounts", mounts)
                .with("/spec/executor/template", "volumes", volumes)
                .with("/spec/executor/template", "volumeMounts", mounts);
    }

    private static JobManifest withDirectory(JobManifest manifest, String directory) {
        return manifest.with(
                "/spec/application", "args", "[--directory, %s, --records, \"%d\"]".formatted(directory, RECORDS));
    }

    private void applyProgram() {
        try {
            byte[] jar = Files.readAllBytes(BuildOutput.file("ledger"));
            namespace.apply("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: { name: ledger-program }
                    binaryData: { ledger.jar: %s }
                    """.formatted(Base64.getEncoder().encodeToString(jar)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the pod that reads the volume of this claim, as a member of the group that jobs' files belong to. */
    public void read(String claim) {
        read(claim, READER, SOON);
    }

    /** Starts one more such pod, and waits for it. */
    public void read(String claim, String pod, Duration within) {
        namespace.apply("""
                apiVersion: v1
                kind: Pod
                metadata: { name: %1$s }
                spec:
                  automountServiceAccountToken: false
                  terminationGracePeriodSeconds: 0
                  securityContext: { fsGroup: 10001, fsGroupChangePolicy: OnRootMismatch, runAsNonRoot: true, runAsUser: 10001,
                    seccompProfile: { type: RuntimeDefault } }
                  containers:
                    - name: main
                      image: %2$s
                      imagePullPolicy: IfNotPresent
                      command: [sleep, "3600"]
                      securityContext:
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                        capabilities: { drop: [ALL] }
                      volumeMounts: [{ name: data, mountPath: /data }]
                  volumes: [{ name: data, persistentVolumeClaim: { claimName: %3$s } }]
                """.formatted(pod, cluster.toolsImage(), claim));
        namespace.awaitPod(pod, within);
    }

    public JobManifest manifest() {
        return manifest;
    }

    /** Applies it and waits until it runs. */
    public Job start() {
        return Job.start(namespace, manifest, SOON);
    }

    /** Runs a command where the volume is {@code /data}; returns what it printed. */
    public String onVolume(String... command) {
        return namespace.exec(READER, "", command).orThrow();
    }

    /** Lets an executor have the mishap of that name; see {@code Mishaps} in {@code e2e/ledger}. */
    public void mishap(String name) {
        onVolume("touch", "/data/" + name);
    }

    public Ledger ledger() {
        // It is not there before the first batch.
        return Ledger.parse(onVolume("sh", "-c", "cat /data/ledger 2>/dev/null || true"));
    }

    /** When each process of the job began its first task, by the clock of its node. */
    public List<FirstTask> attendance() {
        return FirstTask.parse(onVolume("sh", "-c", "cat /data/attendance 2>/dev/null || true"));
    }

    /** Waits for this many further batches; returns all. */
    public Ledger awaitBatches(int further, Duration within) {
        int before = ledger().entries().size();
        return Awaitility.await(further + " batches after the first " + before)
                .atMost(within)
                .until(this::ledger, ledger -> ledger.entries().size() >= before + further);
    }

    /**
     * Waits for a few more batches and says what is wrong with the output so far.
     *
     * @param starts how often the driver has been started; within one start no batch is missing
     * @return empty where all is well
     */
    public String problems(int starts) {
        Ledger ledger = awaitBatches(5, SOON);
        StringBuilder problems = new StringBuilder(String.join("\n", ledger.problems(INTERVAL, RECORDS)));
        if (ledger.starts().size() != starts) {
            problems.append("\nexpected %d starts of the driver, found %s".formatted(starts, ledger.starts()));
        }
        return problems.toString();
    }

    @Override
    public String toString() {
        return "the ledger's job in " + namespace;
    }
}
