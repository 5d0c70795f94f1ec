package dev.millrace.operator.plan;

import dev.millrace.crds.v1.status.Condition;
import dev.millrace.crds.v1.status.ConditionStatus;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The three conditions of a job; the time of each is that of its last change of status. */
final class Conditions {
    static final String READY = "Ready";
    static final String PROGRESSING = "Progressing";
    static final String DEGRADED = "Degraded";

    private Conditions() {}

    static List<Condition> of(Draft draft, StreamingJobStatus before) {
        boolean ready = isReady(draft);
        boolean progressing = isProgressing(draft.phase());
        Trouble trouble = draft.trouble();
        String message = draft.message().isEmpty() ? draft.reason() : draft.message();
        return List.of(
                condition(draft, before, READY, ready, draft.reason(), message),
                condition(draft, before, PROGRESSING, progressing, draft.reason(), message),
                trouble == null
                        ? condition(draft, before, DEGRADED, false, "AsExpected", "nothing is known to be wrong")
                        : condition(draft, before, DEGRADED, true, trouble.reason(), trouble.message()));
    }

    /** The condition of a type in a status. */
    static Optional<Condition> find(StreamingJobStatus status, String type) {
        return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** Whether batches are made. */
    private static boolean isReady(Draft draft) {
        return switch (draft.phase()) {
            case Running, Scaling -> true;
            case Upgrading -> draft.reason().equals("RollingExecutors");
            case Pending, Starting, BackingOff, Suspending, Suspended, Completed, Failed, Deleting -> false;
        };
    }

    private static boolean isProgressing(JobPhase phase) {
        return switch (phase) {
            case Pending, Starting, Scaling, Upgrading, BackingOff, Suspending, Deleting -> true;
            case Running, Suspended, Completed, Failed -> false;
        };
    }

    private static Condition condition(
            Draft draft, StreamingJobStatus before, String type, boolean holds, String reason, String message) {
        ConditionStatus status = holds ? ConditionStatus.True : ConditionStatus.False;
        String since = find(before, type)
                .filter(condition -> condition.status() == status)
                .map(Condition::lastTransitionTime)
                .orElseGet(() -> StatusReport.text(draft.now()));
        return new Condition(type, status, draft.seen().generation(), since, reason, message);
    }
}
