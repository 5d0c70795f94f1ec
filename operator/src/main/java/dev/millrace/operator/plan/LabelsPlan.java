package dev.millrace.operator.plan;

import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.observe.PodSighting;
import java.util.Map;
import java.util.Objects;

/** Brings labels and annotations of the spec's templates to the pods that run. */
final class LabelsPlan {
    private final Draft draft;
    private final Run run;

    LabelsPlan(Draft draft, Run run) {
        this.draft = draft;
        this.run = run;
    }

    void plan() {
        PodSighting driver = run.seen().driver();
        if (driver != null) {
            plan(driver, JobLabels.DRIVER);
        }
        run.seen().executors().values().forEach(executor -> plan(executor, JobLabels.EXECUTOR));
    }

    private void plan(PodSighting pod, String role) {
        if (pod.life().isOver() || pod.isTerminating() || !run.isCurrent(pod)) {
            return;
        }
        Map<String, String> labels = run.pods().changeableLabels(role);
        Map<String, String> annotations = run.pods().annotations(role);
        if (!hasAll(pod.labels(), labels) || !hasAll(pod.annotations(), annotations)) {
            draft.add(new Action.RelabelPod(pod, labels, annotations));
        }
    }

    private static boolean hasAll(Map<String, String> there, Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(each -> Objects.equals(there.get(each.getKey()), each.getValue()));
    }
}
