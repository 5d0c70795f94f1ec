package dev.millrace.operator.plan;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.operator.driver.DriverReport;
import dev.millrace.operator.driver.DriverSighting;
import dev.millrace.operator.model.ChangeClasses;
import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.model.JobPods;
import dev.millrace.operator.observe.Observation;
import dev.millrace.operator.observe.PodSighting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a pass share about a job that should run.
 *
 * @param spec the spec in force, which is not always the user's latest
 * @param notBefore when a process that failed may be replaced
 */
record Run(
        Observation seen,
        StreamingJobSpec spec,
        JobPods pods,
        Instant notBefore,
        Timeouts timeouts,
        String driverHash,
        String executorHash) {
    static Run of(Observation seen, StreamingJobSpec spec, Instant notBefore, PlanSettings settings) {
        return new Run(
                seen,
                spec,
                new JobPods(seen.job(), spec, settings.defaults()),
                notBefore,
                settings.timeouts(),
                ChangeClasses.driverHash(spec),
                ChangeClasses.executorHash(spec));
    }

    int replicas() {
        return spec.executor().replicas();
    }

    /** Whether a pod is made from the spec in force as far as the whole job goes. */
    boolean isCurrent(PodSighting pod) {
        return pod.label(JobLabels.DRIVER_HASH).equals(driverHash);
    }

    /** What the driver that is there now says; null when it has not said anything, or is another one. */
    @Nullable
    DriverReport report() {
        DriverSighting sighting = sighting();
        return sighting == null ? null : sighting.report();
    }

    /** Whether the driver answers now. */
    boolean driverAnswers() {
        DriverSighting sighting = sighting();
        return sighting != null && sighting.answers();
    }

    @Nullable
    DriverSighting sighting() {
        DriverSighting sighting = seen.sighting();
        PodSighting driver = seen.driver();
        boolean same = sighting != null && driver != null && sighting.podUid().equals(driver.uid());
        return same ? sighting : null;
    }

    /** Executors that are registered with the driver. */
    int registered() {
        DriverReport report = report();
        return report == null || !driverAnswers() ? 0 : report.executors().alive();
    }
}
