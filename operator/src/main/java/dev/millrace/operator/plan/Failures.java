package dev.millrace.operator.plan;

import dev.millrace.crds.v1.status.FailureReason;
import dev.millrace.crds.v1.status.FailureRecord;
import dev.millrace.operator.observe.PodSighting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why processes ended, in the words of the status. */
final class Failures {
    /** Exit code of a JVM that ran out of memory, as of an executor that lost its driver. */
    private static final int EXIT_3 = 3;

    /** Exit code of a driver whose checkpoint a newer one has taken over. */
    private static final int FENCED = 4;

    private static final int MESSAGE_LIMIT = 2048;

    private Failures() {}

    /** The failure of a pod that is over. */
    static FailureRecord of(PodSighting pod) {
        PodSighting.Ending ending = Objects.requireNonNull(pod.ending(), "the pod is not over");
        return record(pod.name(), ending.time(), reason(ending), ending.exitCode(), ending.message());
    }

    static FailureRecord record(
            String pod, Instant time, FailureReason reason, @Nullable Integer exitCode, String message) {
        String firstLines = message.strip();
        return new FailureRecord(
                pod,
                time.truncatedTo(ChronoUnit.SECONDS).toString(),
                reason,
                exitCode,
                firstLines.isEmpty() ? null : firstLines.substring(0, Math.min(firstLines.length(), MESSAGE_LIMIT)));
    }

    /** Whether the job is to blame, and not the cluster. */
    static boolean counts(FailureRecord failure) {
        return switch (failure.reason()) {
            case Error, OOMKilled, OutOfMemoryError, StartTimeout, Unresponsive -> true;
            // Two that drive each other out must come to an end, and only this one is ours to stop
            case Fenced -> true;
            case Evicted, NodeLost, ImagePull -> false;
        };
    }

    /** Whether an executor ended because it had no driver for too long, which is the driver's failure and not its own. */
    static boolean isDriverLost(PodSighting executor) {
        PodSighting.Ending ending = executor.ending();
        return ending != null && Objects.equals(ending.exitCode(), EXIT_3) && !isOutOfMemory(ending);
    }

    private static boolean isOutOfMemory(PodSighting.Ending ending) {
        return Objects.equals(ending.exitCode(), EXIT_3) && ending.message().contains("OutOfMemoryError");
    }

    private static FailureReason reason(PodSighting.Ending ending) {
        return switch (ending.reason()) {
            case "OOMKilled" -> FailureReason.OOMKilled;
            case "Evicted", "Preempting", "TerminationByKubelet", "NodeShutdown", "Terminated" -> FailureReason.Evicted;
            case "NodeLost", "NodeAffinity" -> FailureReason.NodeLost;
            default -> byExitCode(ending);
        };
    }

    private static FailureReason byExitCode(PodSighting.Ending ending) {
        if (Objects.equals(ending.exitCode(), FENCED)) {
            return FailureReason.Fenced;
        }
        return isOutOfMemory(ending) ? FailureReason.OutOfMemoryError : FailureReason.Error;
    }
}
