package dev.millrace.e2e.figures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Job;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** Many jobs of one driver and one executor each on the {@link FakeNode}, and watches on them and their pods. */
final class JobFleet implements AutoCloseable {

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final int CLIENTS = 8;
    private static final String MANIFEST = """
            {"apiVersion": "millrace.dev/v1", "kind": "StreamingJob", "metadata": {"name": "%1$s"},
             "spec": {"application": {"jar": "local:///opt/none.jar", "mainClass": "dev.millrace.None"},
                      "batchInterval": "1s",
                      "driver": {"template": %2$s},
                      "executor": {"replicas": 1, "template": %2$s}}}
            """;
    private static final String EDIT = "figures/edit";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final KubernetesClient client;
    private final List<TestNamespace> namespaces;
    private final int size;
    private final SharedIndexInformer<GenericKubernetesResource> jobs;

    /** Names of jobs and pods that have come so far; counted as they do, since to count them all takes time from others. */
    private final Set<String> reconciled = ConcurrentHashMap.newKeySet();

    private final Set<String> created = ConcurrentHashMap.newKeySet();
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    /** Edits of which no pod has been seen yet, by their label; what completes them is {@link System#nanoTime}. */
    private final Map<String, CompletableFuture<Long>> edits = new ConcurrentHashMap<>();

    /**
     * Jobs in these namespaces, as many in each.
     *
     * @param pods cached anyway by who asks for the fleet
     */
    JobFleet(KubernetesClient client, SharedIndexInformer<Pod> pods, List<TestNamespace> namespaces, int size) {
        this.client = client;
        this.namespaces = namespaces;
        this.size = size;
        this.jobs = client.genericKubernetesResources("millrace.dev/v1", "StreamingJob")
                .inAnyNamespace()
                .inform((Sightings<GenericKubernetesResource>) this::seeJob);
        pods.addEventHandler((Sightings<Pod>) this::seePod);
    }

    /** Creates all jobs as fast as the API server takes them from eight clients at once. */
    void create() {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                String path = path(namespace(i));
                String job = MANIFEST.formatted(name(i), FakeNode.PLACEMENT);
                all.add(clients.submit(() -> client.raw(path, "POST", job)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while jobs were created", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            clients.shutdownNow();
        }
    }

    private static String path(TestNamespace namespace) {
        return "/apis/millrace.dev/v1/namespaces/%s/streamingjobs".formatted(namespace.name());
    }

    private TestNamespace namespace(int number) {
        return namespaces.get(number % namespaces.size());
    }

    private static String name(int number) {
        return "job-" + number;
    }

    /** Waits until each job's spec is observed, and its driver and executor are there and counted in its status. */
    void awaitReconciled() {
        Awaitility.await("all jobs to be reconciled")
                .atMost(LONGEST)
                .pollInterval(LOOK)
                .until(() -> created.size() == 2 * size && reconciled.size() == size);
    }

    /** Waits until all pods are said to run. */
    void awaitRunning() {
        Awaitility.await("all pods to run").atMost(LONGEST).pollInterval(LOOK).until(() -> running.size() == 2 * size);
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
        Job job = Job.of(namespace(number), name(number));
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
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void seeJob(GenericKubernetesResource job) {
        String name = job.getMetadata().getName();
        if (!reconciled.contains(name) && isReconciled(job)) {
            reconciled.add(name);
        }
    }

    private void seePod(Pod pod) {
        String name = pod.getMetadata().getName();
        created.add(name);
        if ("Running".equals(pod.getStatus().getPhase())) {
            running.add(name);
        }
        String label = pod.getMetadata().getLabels().get(EDIT);
        CompletableFuture<Long> waiting = label == null ? null : edits.remove(label);
        if (waiting != null) {
            waiting.complete(System.nanoTime());
        }
    }

    /** Deletes the jobs before their namespaces go: Kubernetes takes many times as long when it has to find them itself. */
    @Override
    public void close() {
        try {
            for (TestNamespace namespace : namespaces) {
                client.raw(path(namespace), "DELETE", null);
            }
            Awaitility.await("all jobs to be gone")
                    .atMost(LONGEST)
                    .pollInterval(LOOK)
                    .until(() -> jobs.getStore().list().isEmpty());
        } finally {
            jobs.close();
        }
    }
}
