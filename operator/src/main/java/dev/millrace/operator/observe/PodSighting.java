package dev.millrace.operator.observe;

import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.model.JobPods;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a job as it was seen.
 *
 * @param pod the object itself; not to be changed
 * @param life where it is in its life
 * @param ending how its process, or the pod as a whole, ended; null while it has not
 * @param blocked what keeps it from starting; null when nothing is known to
 */
public record PodSighting(
        Pod pod,
        PodLife life,
        @Nullable Ending ending,
        @Nullable Blocked blocked) {
    private static final String SUCCEEDED = "Succeeded";
    private static final String FAILED = "Failed";
    private static final List<String> IMAGE_PROBLEMS =
            List.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable");

    /**
     * How a pod ended.
     *
     * @param exitCode null when no process ran
     * @param reason such as {@code OOMKilled}, {@code Error} or {@code Evicted}
     * @param message the last lines of its log, or what the cluster says
     */
    public record Ending(@Nullable Integer exitCode, String reason, String message, Instant time) {}

    /**
     * What keeps a pod from starting.
     *
     * @param byImage whether it is the image
     * @param byScheduling whether no node can take it
     */
    public record Blocked(boolean byImage, boolean byScheduling, String reason, String message) {}

    public static PodSighting of(Pod pod) {
        PodLife life = life(pod);
        return new PodSighting(pod, life, life.isOver() ? ending(pod) : null, blocked(pod, life));
    }

    public String name() {
        return pod.getMetadata().getName();
    }

    public String uid() {
        return pod.getMetadata().getUid();
    }

    public Instant created() {
        return created(pod);
    }

    /** When the engine's container started; empty when it has not. */
    public Optional<Instant> started() {
        return engine(pod)
                .map(ContainerStatus::getState)
                .map(ContainerState::getRunning)
                .map(running -> Instant.parse(running.getStartedAt()));
    }

    /** Whether somebody has asked for its end. */
    public boolean isTerminating() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** When the process must have ended after somebody asked for it; empty when nobody did. */
    public Optional<Instant> terminatedBy() {
        return Optional.ofNullable(pod.getMetadata().getDeletionTimestamp()).map(Instant::parse);
    }

    /** Whether its process runs and nobody has asked for its end. */
    public boolean isRunning() {
        return life == PodLife.RUNNING && !isTerminating();
    }

    /** Address of the pod; empty as long as it has none. */
    public Optional<String> address() {
        return Optional.ofNullable(status(pod).getPodIP());
    }

    public String label(String key) {
        return labels().getOrDefault(key, "");
    }

    public Map<String, String> labels() {
        return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    }

    public Map<String, String> annotations() {
        return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    }

    /** Number of an executor; empty for a driver. */
    public Optional<Integer> ordinal() {
        String text = label(JobLabels.ORDINAL);
        return text.matches("\\d{1,6}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /**
     * The engine's container counts before the pod: with side containers the pod goes on when the engine has ended. The
     * phase counts where a pod has ended without a word of its containers, as after an eviction.
     */
    private static PodLife life(Pod pod) {
        Optional<ContainerState> state = engine(pod).map(ContainerStatus::getState);
        Optional<ContainerStateTerminated> terminated = state.map(ContainerState::getTerminated);
        String phase = Objects.requireNonNullElse(status(pod).getPhase(), "Pending");
        if (phase.equals(FAILED)) {
            return PodLife.FAILED;
        } else if (terminated.isPresent()) {
            return terminated.get().getExitCode() == 0 ? PodLife.SUCCEEDED : PodLife.FAILED;
        } else if (phase.equals(SUCCEEDED)) {
            return PodLife.SUCCEEDED;
        } else if (state.map(ContainerState::getRunning).isPresent()) {
            return PodLife.RUNNING;
        }
        return phase.equals("Running") && state.isEmpty() ? PodLife.RUNNING : PodLife.PENDING;
    }

    private static Ending ending(Pod pod) {
        Optional<ContainerStateTerminated> terminated = Stream.concat(
                        engine(pod).stream(), statuses(status(pod).getInitContainerStatuses()))
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .filter(state ->
                        state.getExitCode() != 0 || SUCCEEDED.equals(status(pod).getPhase()))
                .findFirst();
        String podReason = Objects.requireNonNullElse(status(pod).getReason(), "");
        String reason = podReason.isEmpty()
                ? terminated.map(ContainerStateTerminated::getReason).orElse("Error")
                : podReason;
        String message = Stream.of(
                        terminated.map(ContainerStateTerminated::getMessage).orElse(""),
                        status(pod).getMessage())
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .orElse("");
        Instant time = terminated
                .map(ContainerStateTerminated::getFinishedAt)
                .map(Instant::parse)
                .orElseGet(() -> created(pod));
        return new Ending(terminated.map(ContainerStateTerminated::getExitCode).orElse(null), reason, message, time);
    }

    private static @Nullable Blocked blocked(Pod pod, PodLife life) {
        if (life != PodLife.PENDING) {
            return null;
        }
        for (PodCondition condition :
                Objects.requireNonNullElse(status(pod).getConditions(), List.<PodCondition>of())) {
            if ("PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus())) {
                return new Blocked(false, true, text(condition.getReason()), text(condition.getMessage()));
            }
        }
        return Stream.concat(
                        statuses(status(pod).getInitContainerStatuses()),
                        statuses(status(pod).getContainerStatuses()))
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getWaiting)
                .filter(Objects::nonNull)
                .filter(waiting -> !"PodInitializing".equals(waiting.getReason()))
                .findFirst()
                .map(PodSighting::waiting)
                .orElse(null);
    }

    private static Blocked waiting(ContainerStateWaiting waiting) {
        return new Blocked(
                IMAGE_PROBLEMS.contains(text(waiting.getReason())),
                false,
                text(waiting.getReason()),
                text(waiting.getMessage()));
    }

    private static Instant created(Pod pod) {
        return Instant.parse(pod.getMetadata().getCreationTimestamp());
    }

    /** A pod that was just made may have none yet. */
    private static PodStatus status(Pod pod) {
        return Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    }

    private static Optional<ContainerStatus> engine(Pod pod) {
        return statuses(status(pod).getContainerStatuses())
                .filter(status -> JobPods.CONTAINER.equals(status.getName()))
                .findFirst();
    }

    private static Stream<ContainerStatus> statuses(@Nullable List<ContainerStatus> statuses) {
        return statuses == null ? Stream.of() : statuses.stream();
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
