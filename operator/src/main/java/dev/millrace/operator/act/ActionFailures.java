package dev.millrace.operator.act;

import dev.millrace.operator.model.JobId;
import dev.millrace.operator.observe.ActionFailure;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what could not be done for which job, until it can, so that the job's status can say so. Thread-safe. */
public final class ActionFailures {
    private final Clock clock;
    private final Map<String, ActionFailure> failures = new ConcurrentHashMap<>();

    public ActionFailures(Clock clock) {
        this.clock = clock;
    }

    public void failed(JobId job, RuntimeException failure) {
        String message = message(failure);
        failures.merge(
                job.uid(),
                new ActionFailure(clock.instant(), message),
                (first, next) -> new ActionFailure(first.since(), message));
    }

    public void succeeded(JobId job) {
        failures.remove(job.uid());
    }

    public Optional<ActionFailure> of(JobId job) {
        return Optional.ofNullable(failures.get(job.uid()));
    }

    /** The API server's own words, without the client's around them. */
    private static String message(RuntimeException failure) {
        if (failure instanceof KubernetesClientException refused
                && refused.getStatus() != null
                && refused.getStatus().getMessage() != null) {
            return refused.getStatus().getMessage();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
