package dev.millrace.operator.plan;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import dev.millrace.operator.Jobs;
import dev.millrace.operator.driver.DriverReport;
import dev.millrace.operator.driver.DriverSighting;
import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.observe.ActionFailure;
import dev.millrace.operator.observe.Observation;
import dev.millrace.operator.observe.PodSighting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of values: keeps the pods and objects that plans ask for, lets a test play the kubelet and the driver, and owns
 * the clock. Each pass is a whole one: observe, plan, remember the status, carry out.
 */
final class World {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    StreamingJobSpec spec;

    @Nullable
    StreamingJobSpec applied;

    StreamingJobStatus status = new StreamingJobStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    @Nullable
    DriverSighting sighting;
    /** When the driver has committed a batch to the checkpoint, the last time; null when it has not. */
    @Nullable
    Instant committed;
    /** What could not be done; null when all could. */
    ActionFailure failure;

    final Map<String, Pod> pods = new TreeMap<>();
    final Map<String, HasMetadata> objects = new TreeMap<>();
    final List<Action> done = new ArrayList<>();
    final List<EventReason> told = new ArrayList<>();
    /** How the last plan wants to be woken. */
    Duration wake = Duration.ZERO;

    private final Planner planner = new Planner(Jobs.SETTINGS);
    private long generation = 1;
    private int uids;

    World(String lines) {
        spec = Jobs.spec(lines);
    }

    /** The user edits the spec. */
    void change(String lines) {
        spec = Jobs.spec(lines);
        generation++;
    }

    void pass() {
        done.clear();
        Plan plan = planner.plan(observe(), now);
        status = plan.status();
        wake = plan.wake();
        plan.events().forEach(event -> told.add(event.reason()));
        plan.actions().forEach(this::carryOut);
    }

    /** Passes until a plan does nothing new, which has to be soon. */
    void settle() {
        for (int i = 0; i < 10; i++) {
            Map<String, Pod> before = new TreeMap<>(pods);
            pass();
            if (before.equals(pods)) {
                return;
            }
        }
        throw new AssertionError("the plans do not come to an end: " + done);
    }

    void endingPass() {
        Plan plan = planner.planEnd(observe(), now);
        plan.actions().forEach(this::carryOut);
    }

    void after(Duration time) {
        now = now.plus(time);
    }

    /** The kubelet has started all pods that wait, and the driver makes batches with all executors there are. */
    void everythingRuns() {
        pods.keySet().stream().toList().forEach(this::start);
        driverReports(executors());
    }

    void start(String name) {
        Pod pod = pods.get(name);
        if (pod.getStatus() == null || !"Running".equals(pod.getStatus().getPhase())) {
            set(
                    name,
                    "Running",
                    engine().withNewState()
                            .withNewRunning(now.toString())
                            .endState()
                            .build());
        }
    }

    void driverReports(int alive) {
        report("RUNNING", alive, true);
    }

    void report(String state, int alive, boolean batch) {
        sighting = new DriverSighting(
                uid("words-driver"),
                new DriverReport(
                        state,
                        1_000,
                        batch ? new DriverReport.Batch(7, now.toEpochMilli(), 20_000, 20_000, 12, 13) : null,
                        7,
                        new DriverReport.Executors(alive, alive),
                        committed == null
                                ? null
                                : new DriverReport.Commit(committed.toEpochMilli() - 1_000, committed.toEpochMilli()),
                        null),
                now,
                null);
    }

    void driverIsSilent() {
        DriverSighting before = sighting;
        sighting = new DriverSighting(before.podUid(), before.report(), before.at(), now);
    }

    void fails(String name, int exitCode, String reason, String message) {
        set(name, "Failed", ended(exitCode, reason, message));
    }

    void ends(String name) {
        set(name, "Succeeded", ended(0, "Completed", ""));
    }

    void evicted(String name) {
        Pod pod = pods.get(name);
        pods.put(
                name,
                new PodBuilder(pod)
                        .withNewStatus()
                        .withPhase("Failed")
                        .withReason("Evicted")
                        .withMessage("the node was low on memory")
                        .endStatus()
                        .build());
    }

    void blocked(String name, String reason, String message) {
        set(
                name,
                "Pending",
                engine().withNewState()
                        .withNewWaiting(message, reason)
                        .endState()
                        .build());
    }

    void unschedulable(String name) {
        pods.put(
                name,
                new PodBuilder(pods.get(name))
                        .withNewStatus()
                        .withPhase("Pending")
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage("0/1 nodes are available: 1 Insufficient cpu.")
                        .endCondition()
                        .endStatus()
                        .build());
    }

    /** The process has ended after somebody asked for it, and the pod is gone. */
    void gone(String name) {
        pods.remove(name);
    }

    /** Somebody has asked for its end; the process goes on until then. */
    void terminates(String name, Duration grace) {
        pods.put(
                name,
                new PodBuilder(pods.get(name))
                        .editMetadata()
                        .withDeletionTimestamp(now.plus(grace).toString())
                        .endMetadata()
                        .build());
    }

    List<String> names() {
        return List.copyOf(pods.keySet());
    }

    String uid(String name) {
        return pods.get(name).getMetadata().getUid();
    }

    Optional<Action.TellDriver> toldDriver() {
        return done.stream()
                .filter(Action.TellDriver.class::isInstance)
                .map(Action.TellDriver.class::cast)
                .findFirst();
    }

    boolean isTerminating(String name) {
        return pods.get(name).getMetadata().getDeletionTimestamp() != null;
    }

    private int executors() {
        return (int) pods.values().stream()
                .filter(pod -> pod.getMetadata().getLabels().containsKey(JobLabels.ORDINAL))
                .count();
    }

    private Observation observe() {
        PodSighting driver = pods.containsKey("words-driver") ? PodSighting.of(pods.get("words-driver")) : null;
        TreeMap<Integer, PodSighting> executors = new TreeMap<>();
        pods.values().stream()
                .map(PodSighting::of)
                .forEach(pod -> pod.ordinal().ifPresent(ordinal -> executors.put(ordinal, pod)));
        return new Observation(
                Jobs.ID,
                generation,
                spec,
                applied,
                status,
                driver,
                executors,
                List.copyOf(objects.values()),
                sighting,
                failure);
    }

    private void carryOut(Action action) {
        done.add(action);
        if (action instanceof Action.CreatePod create) {
            pods.putIfAbsent(
                    create.pod().getMetadata().getName(),
                    new PodBuilder(create.pod())
                            .editMetadata()
                            .withUid("uid-" + ++uids)
                            .withCreationTimestamp(now.toString())
                            .endMetadata()
                            .build());
        } else if (action instanceof Action.DeletePod delete) {
            delete(delete);
        } else if (action instanceof Action.ReleasePod release) {
            pods.remove(release.pod().name());
        } else if (action instanceof Action.Apply apply) {
            objects.put(
                    apply.object().getKind() + "/"
                            + apply.object().getMetadata().getName(),
                    apply.object());
            if (apply.object().getMetadata().getName().equals("words-applied")) {
                applied = spec;
            }
        } else if (action instanceof Action.Remove remove) {
            objects.remove(remove.object().getKind() + "/"
                    + remove.object().getMetadata().getName());
        }
    }

    private void delete(Action.DeletePod delete) {
        Pod pod = pods.get(delete.pod().name());
        if (pod == null || !pod.getMetadata().getUid().equals(delete.pod().uid())) {
            return;
        }
        if (delete.graceSeconds() == 0) {
            pods.remove(delete.pod().name());
            return;
        }
        long grace =
                delete.graceSeconds() < 0 ? pod.getSpec().getTerminationGracePeriodSeconds() : delete.graceSeconds();
        pods.put(
                delete.pod().name(),
                new PodBuilder(pod)
                        .editMetadata()
                        .withDeletionTimestamp(now.plusSeconds(grace).toString())
                        .endMetadata()
                        .build());
    }

    private void set(String name, String phase, ContainerStatus engine) {
        pods.put(
                name,
                new PodBuilder(pods.get(name))
                        .withNewStatus()
                        .withPhase(phase)
                        .withPodIP("10.0.0.1")
                        .withContainerStatuses(engine)
                        .endStatus()
                        .build());
    }

    private ContainerStatus ended(int exitCode, String reason, String message) {
        return engine().withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage(message)
                .withFinishedAt(now.toString())
                .endTerminated()
                .endState()
                .build();
    }

    private static ContainerStatusBuilder engine() {
        return new ContainerStatusBuilder().withName("millrace");
    }
}
