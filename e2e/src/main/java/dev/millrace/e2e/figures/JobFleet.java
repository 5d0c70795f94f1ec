package dev.millrace.e2e.figures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.JobManifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Many jobs of one driver and one executor each on the {@link FakeNode}, in one namespace, and watches on them and their pods. */
final class JobFleet implements ResourceEventHandler<Pod>, AutoCloseable {

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final String EDIT = "figures/edit";
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final TestNamespace namespace;
    private final int size;
    private final SharedIndexInformer<GenericKubernetesResource> jobs;
    private final SharedIndexInformer<Pod> pods;

    /** Edits of which no pod has been seen yet, by their label; what completes them is {@link System#nanoTime}. */
    private final Map<String, CompletableFuture<Long>> edits = new ConcurrentHashMap<>();

    JobFleet(TestNamespace namespace, int size) {
        this.namespace = namespace;
        this.size = size;
        this.jobs = namespace
                .client()
                .genericKubernetesResources("millrace.dev/v1", "StreamingJob")
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(GenericKubernetesResource job) {}

                    @Override
                    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource job) {}

                    @Override
                    public void onDelete(GenericKubernetesResource job, boolean unknownEnd) {}
                });
        this.pods = namespace.client().pods().withLabel("millrace.dev/job").inform(this);
    }

    /** Creates all jobs as fast as the API server takes them. */
    void create() {
        IntStream.range(0, size).parallel().forEach(i -> Job.apply(namespace, manifest(name(i))));
    }

    private static String name(int number) {
        return "job-" + number;
    }

    private static JobManifest manifest(String name) {
        return JobManifest.parse("""
                apiVersion: millrace.dev/v1
                kind: StreamingJob
                metadata: { name: %1$s }
                spec:
                  application: { jar: "local:///opt/none.jar", mainClass: dev.millrace.None }
                  batchInterval: 1s
                  driver: { template: { %2$s } }
                  executor: { replicas: 1, template: { %2$s } }
                """.formatted(name, FakeNode.PLACEMENT));
    }

    /** Waits until each job's spec is observed, and its driver and executor are there and counted in its status. */
    void awaitReconciled() {
        Awaitility.await("all jobs to be reconciled")
                .atMost(LONGEST)
                .pollInterval(LOOK)
                .until(() -> pods.getStore().list().size() == 2 * size && reconciled() == size);
    }

    /** Waits until all pods are said to run. */
    void awaitRunning() {
        Awaitility.await("all pods to run")
                .atMost(LONGEST)
                .pollInterval(LOOK)
                .until(() -> pods.getStore().list().stream()
                                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                                .count()
                        == 2L * size);
    }

    private long reconciled() {
        return jobs.getStore().list().stream().filter(JobFleet::isReconciled).count();
    }

    private static boolean isReconciled(GenericKubernetesResource job) {
        JsonNode status =
                JSON.convertValue(job.getAdditionalProperties(), JsonNode.class).path("status");
        return status.path("observedGeneration").asLong() >= job.getMetadata().getGeneration()
                && status.at("/executors/replicas").asInt() == 1;
    }

    /** Changes a label of the executors of a job; returns how long it took until its pod had it. */
    Duration edit(int number, int edit) {
        String label = name(number) + "." + edit;
        CompletableFuture<Long> seen = new CompletableFuture<>();
        edits.put(label, seen);
        Job job = Job.of(namespace, name(number));
        long begin = System.nanoTime();
        job.change("{\"executor\": {\"template\": {\"labels\": {\"%s\": \"%s\"}}}}".formatted(EDIT, label));
        try {
            return Duration.ofNanos(seen.get(LONGEST.toSeconds(), TimeUnit.SECONDS) - begin);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "expected the executor of %s to get label %s within %s".formatted(job, label, LONGEST), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an edit was waited for", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onAdd(Pod pod) {
        see(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        see(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean unknownEnd) {
        // The store has noticed.
    }

    private void see(Pod pod) {
        String label = pod.getMetadata().getLabels().get(EDIT);
        CompletableFuture<Long> waiting = label == null ? null : edits.remove(label);
        if (waiting != null) {
            waiting.complete(System.nanoTime());
        }
    }

    @Override
    public void close() {
        jobs.close();
        pods.close();
    }
}
