package dev.millrace.e2e.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A job on the cluster, as its user sees it: its status, its pods, its events. */
public final class Job {

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final String RUNNING = "Running";

    private final TestNamespace namespace;
    private final String name;

    private Job(TestNamespace namespace, String name) {
        this.namespace = namespace;
        this.name = name;
    }

    public static Job apply(TestNamespace namespace, JobManifest manifest) {
        namespace.apply(manifest.yaml());
        return new Job(namespace, manifest.name());
    }

    /** A job that is there already. */
    public static Job of(TestNamespace namespace, String name) {
        return new Job(namespace, name);
    }

    /** Applies the manifest and waits until batches are made by all its executors. */
    public static Job start(TestNamespace namespace, JobManifest manifest, Duration within) {
        Job job = apply(namespace, manifest);
        job.awaitRunning(within);
        return job;
    }

    public String name() {
        return name;
    }

    public Resource<GenericKubernetesResource> resource() {
        return namespace.custom("millrace.dev/v1", "StreamingJob", name);
    }

    /** Changes the spec by a JSON merge patch. */
    public void change(String spec) {
        resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": %s}".formatted(spec));
    }

    public void scale(int executors) {
        namespace.kubectl("scale", "sj/" + name, "--replicas=" + executors).orThrow();
    }

    // Status

    public JsonNode status() {
        return statusOf(resource().get());
    }

    /** Waits until the status is as expected; {@code expected} ends the sentence "expected it …". */
    public JsonNode awaitStatus(String expected, Predicate<JsonNode> holds, Duration within) {
        return statusOf(namespace.await(resource(), expected, seen -> holds.test(statusOf(seen)), within));
    }

    public JsonNode awaitPhase(String phase, Duration within) {
        return awaitStatus(
                "to be in phase " + phase,
                status -> phase.equals(status.path("phase").asText()),
                within);
    }

    /** Waits until the spec of now is what runs, with all its executors, and the operator has nothing left to do. */
    public JsonNode awaitRunning(Duration within) {
        long generation = resource().get().getMetadata().getGeneration();
        return awaitStatus(
                "to run with all its executors",
                status -> status.path("observedGeneration").asLong() >= generation
                        && runs(status, status.at("/executors/desired").asInt(-1))
                        && status.at("/lastBatch/number").asLong() > 0,
                within);
    }

    /** Waits until just this many executors are registered with the driver, and the operator has nothing left to do. */
    public JsonNode awaitExecutors(int count, Duration within) {
        return awaitStatus("to run with " + count + " executors", status -> runs(status, count), within);
    }

    /** Waits until the driver of this epoch or a later one makes batches with all executors. */
    public JsonNode awaitEpoch(long epoch, Duration within) {
        return awaitStatus(
                "to run under driver " + epoch,
                status -> status.path("epoch").asLong() >= epoch
                        && runs(status, status.at("/executors/desired").asInt(-1)),
                within);
    }

    private static boolean runs(JsonNode status, int executors) {
        return RUNNING.equals(status.path("phase").asText())
                && status.at("/executors/desired").asInt(-1) == executors
                && status.at("/executors/ready").asInt(-1) == executors
                && status.at("/executors/replicas").asInt(-1) == executors;
    }

    public long epoch() {
        return status().path("epoch").asLong();
    }

    private static JsonNode statusOf(@Nullable GenericKubernetesResource seen) {
        return seen == null
                ? MissingNode.getInstance()
                : JSON.convertValue(seen, JsonNode.class).path("status");
    }

    // Pods

    public Pod driver() {
        return pod(name + "-driver");
    }

    public Pod executor(int ordinal) {
        return pod(name + "-exec-" + ordinal);
    }

    private Pod pod(String pod) {
        return Objects.requireNonNull(namespace.client().pods().withName(pod).get(), "there is no pod " + pod);
    }

    /** All its pods, those as well that are about to end. */
    public List<Pod> pods() {
        return namespace
                .client()
                .pods()
                .withLabel("millrace.dev/job", name)
                .list()
                .getItems();
    }

    /** Names and numbers of the pods that nobody has told to end, in the order of their names: another pod is another number. */
    public List<String> identities() {
        return pods().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod ->
                        pod.getMetadata().getName() + " " + pod.getMetadata().getUid())
                .sorted()
                .toList();
    }

    /** Waits until there is a running pod of this name that is not {@code former}. */
    public Pod awaitReplacement(Pod former, Duration within) {
        String uid = former.getMetadata().getUid();
        return namespace.await(
                namespace.client().pods().withName(former.getMetadata().getName()),
                "to run again, in another pod than " + uid,
                seen -> seen != null
                        && !seen.getMetadata().getUid().equals(uid)
                        && RUNNING.equals(seen.getStatus().getPhase()),
                within);
    }

    /** Reasons of the events about this job, oldest first; each as often as its message differs. */
    public List<String> eventReasons() {
        return namespace.client().v1().events().list().getItems().stream()
                .filter(event -> "StreamingJob".equals(event.getInvolvedObject().getKind()))
                .filter(event -> name.equals(event.getInvolvedObject().getName()))
                .sorted(Comparator.comparing(event -> String.valueOf(event.getFirstTimestamp())))
                .map(event -> event.getReason())
                .toList();
    }

    @Override
    public String toString() {
        return "job " + name + " in " + namespace;
    }
}
