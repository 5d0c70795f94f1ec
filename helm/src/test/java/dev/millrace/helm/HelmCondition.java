package dev.millrace.helm;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class where there is no Helm, and fails it where there should be. */
final class HelmCondition implements ExecutionCondition {
    /** Maven says how many tests are skipped, and not why. */
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        HelmChoice choice = Helm.CHOICE;
        if (choice instanceof HelmChoice.Missing missing) {
            throw new IllegalStateException(missing.reason());
        }
        if (choice instanceof HelmChoice.Skipped skipped) {
            if (!TOLD.getAndSet(true)) {
                System.err.println("[WARNING] tests that run Helm are skipped: " + skipped.reason());
            }
            return ConditionEvaluationResult.disabled(skipped.reason());
        }
        return ConditionEvaluationResult.enabled("there is a Helm");
    }
}
