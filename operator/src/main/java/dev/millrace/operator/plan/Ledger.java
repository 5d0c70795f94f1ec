package dev.millrace.operator.plan;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.status.FailureRecord;
import dev.millrace.operator.model.ChangeClasses;
import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.observe.Observation;
import dev.millrace.operator.observe.PodLife;
import dev.millrace.operator.observe.PodSighting;

/** Takes down the processes that have failed since the last pass. */
final class Ledger {
    private Ledger() {}

    /** Those of pods that somebody deleted, of an older spec, or that are too many, are none of the job's failures. */
    static void takeDown(Draft draft, StreamingJobSpec spec) {
        Observation seen = draft.seen();
        String hash = ChangeClasses.driverHash(spec);
        PodSighting driver = seen.driver();
        if (driver != null && isFailure(driver, hash)) {
            takeDown(draft, driver, EventReason.DriverFailed);
        }
        seen.executors().headMap(spec.executor().replicas()).values().stream()
                .filter(executor -> isFailure(executor, hash) && !Failures.isDriverLost(executor))
                .forEach(executor -> takeDown(draft, executor, EventReason.ExecutorFailed));
    }

    private static boolean isFailure(PodSighting pod, String hash) {
        return pod.life() == PodLife.FAILED
                && !pod.isTerminating()
                && pod.label(JobLabels.DRIVER_HASH).equals(hash);
    }

    private static void takeDown(Draft draft, PodSighting pod, EventReason reason) {
        FailureRecord failure = Failures.of(pod);
        if (draft.fail(failure)) {
            draft.tell(
                    reason,
                    pod.name() + ": " + failure.reason()
                            + (failure.exitCode() == null ? "" : ", exit code " + failure.exitCode())
                            + (failure.message() == null
                                    ? ""
                                    : ": "
                                            + failure.message()
                                                    .lines()
                                                    .findFirst()
                                                    .orElse("")));
        }
    }
}
