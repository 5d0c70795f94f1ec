package dev.millrace.operator.metrics;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import dev.millrace.operator.plan.Action;
import dev.millrace.operator.plan.Plan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Meters of all jobs together; none has the name of a job among its tags, so that their number stays small. Thread-safe. */
public final class JobMetrics {
    private final Map<String, JobPhase> phases = new ConcurrentHashMap<>();
    private final Counter restarts;
    private final Counter driverStarts;
    private final Counter executorStarts;
    private final Timer firstBatch;

    /**
     * Registers the meters.
     *
     * @param drivers how many drivers are asked for their status now
     */
    public JobMetrics(MeterRegistry registry, IntSupplier drivers) {
        for (JobPhase phase : JobPhase.values()) {
            Gauge.builder("millrace.operator.jobs", phases, all -> count(all, phase))
                    .description("Jobs by phase")
                    .tag("phase", phase.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("millrace.operator.drivers.polled", drivers::getAsInt)
                .description("Drivers that are asked for their status")
                .register(registry);
        restarts = Counter.builder("millrace.operator.failures")
                .description("Processes of jobs that failed")
                .register(registry);
        driverStarts = pods(registry, "driver");
        executorStarts = pods(registry, "executor");
        firstBatch = Timer.builder("millrace.operator.first.batch")
                .description("From the creation of a job to its first batch")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(500))
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(registry);
    }

    private static Counter pods(MeterRegistry registry, String role) {
        return Counter.builder("millrace.operator.pods")
                .description("Pods that the operator has created")
                .tag("role", role)
                .register(registry);
    }

    /** Counts what a pass has found and is going to do. */
    public void planned(StreamingJobResource job, Plan plan) {
        StreamingJobStatus before = job.getStatus();
        StreamingJobStatus after = plan.status();
        phases.put(job.getMetadata().getUid(), Objects.requireNonNullElse(after.phase(), JobPhase.Pending));
        long failed = restarts(after) - restarts(before);
        if (failed > 0) {
            restarts.increment((double) failed);
        }
        for (Action action : plan.actions()) {
            if (action instanceof Action.CreatePod create) {
                boolean driver = !create.pod().getMetadata().getLabels().containsKey("millrace.dev/executor");
                (driver ? driverStarts : executorStarts).increment();
            }
        }
        boolean first = after.firstBatchTime() != null && (before == null || before.firstBatchTime() == null);
        if (first) {
            firstBatch.record(Duration.between(
                    Instant.parse(job.getMetadata().getCreationTimestamp()), Instant.parse(after.firstBatchTime())));
        }
    }

    public void forget(StreamingJobResource job) {
        phases.remove(job.getMetadata().getUid());
    }

    private static long restarts(@Nullable StreamingJobStatus status) {
        return status == null || status.recovery() == null || status.recovery().restarts() == null
                ? 0
                : status.recovery().restarts();
    }

    private static double count(Map<String, JobPhase> phases, JobPhase phase) {
        return phases.values().stream().filter(each -> each == phase).count();
    }
}
