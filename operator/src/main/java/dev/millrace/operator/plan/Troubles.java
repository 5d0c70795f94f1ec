package dev.millrace.operator.plan;

import dev.millrace.crds.v1.status.Condition;
import dev.millrace.crds.v1.status.ConditionStatus;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import java.util.Optional;

/** Tells people about a trouble when it begins, not at every pass in which it lasts. */
final class Troubles {
    static final String ACTION_FAILED = "ActionFailed";
    static final String NO_POD_MONITORS = "NoPodMonitors";

    private Troubles() {}

    static void tell(Draft draft, StreamingJobStatus before) {
        Trouble trouble = draft.trouble();
        if (trouble == null) {
            return;
        }
        Optional<Condition> known = Conditions.find(before, Conditions.DEGRADED)
                .filter(condition -> condition.status() == ConditionStatus.True);
        if (known.isPresent() && known.get().reason().equals(trouble.reason())) {
            return;
        }
        switch (trouble.reason()) {
            case ACTION_FAILED -> draft.tell(EventReason.ActionFailed, trouble.message());
            case NO_POD_MONITORS -> draft.tell(EventReason.NoPodMonitors, trouble.message());
            case "InvalidSpec" -> draft.tell(EventReason.InvalidSpec, trouble.message());
            case "BackingOff", "BudgetExhausted" -> {
                // said where it was decided
            }
            default -> draft.tell(EventReason.TimedOut, trouble.reason() + ": " + trouble.message());
        }
    }
}
