package dev.millrace.operator.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import dev.millrace.operator.driver.DriverSighting;
import dev.millrace.operator.model.JobId;
import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.model.JobNames;
import dev.millrace.operator.model.JobObjects;
import dev.millrace.operator.model.Json;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts together what the caches know of a job. */
public final class Observer {
    private static final StreamingJobStatus NO_STATUS = new StreamingJobStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private final RecentPods recent;

    public Observer(RecentPods recent) {
        this.recent = recent;
    }

    /**
     * The job at this moment.
     *
     * @param pods pods with the job's name on them, as cached
     * @param objects its other objects, as cached
     */
    public Observation observe(
            StreamingJobResource job,
            Collection<Pod> pods,
            List<HasMetadata> objects,
            @Nullable DriverSighting sighting,
            @Nullable ActionFailure failure) {
        JobId id = JobId.of(job);
        PodSighting driver = null;
        SortedMap<Integer, PodSighting> executors = new TreeMap<>();
        for (Pod pod : recent.overlay(pods)) {
            PodSighting seen = isOf(id, pod) ? PodSighting.of(pod) : null;
            if (seen == null) {
                continue;
            }
            if (JobLabels.DRIVER.equals(seen.label(JobLabels.ROLE))) {
                driver = seen;
            } else {
                seen.ordinal().ifPresent(ordinal -> executors.put(ordinal, seen));
            }
        }
        return new Observation(
                id,
                Objects.requireNonNullElse(job.getMetadata().getGeneration(), 0L),
                job.getSpec(),
                applied(id, objects),
                Objects.requireNonNullElse(job.getStatus(), NO_STATUS),
                driver,
                executors,
                objects,
                sighting,
                failure);
    }

    /** A job of the same name that was deleted may still have pods; they go by themselves. */
    private static boolean isOf(JobId job, Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getOwnerReferences(), List.<OwnerReference>of()).stream()
                .anyMatch(owner -> job.uid().equals(owner.getUid()));
    }

    private static @Nullable StreamingJobSpec applied(JobId job, List<HasMetadata> objects) {
        String name = new JobNames(job.name()).applied();
        String text = objects.stream()
                .filter(object -> object instanceof ConfigMap
                        && name.equals(object.getMetadata().getName()))
                .map(object -> ((ConfigMap) object).getData())
                .filter(Objects::nonNull)
                .map(data -> data.get(JobObjects.SPEC_KEY))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        try {
            return text == null ? null : Json.MAPPER.readValue(text, StreamingJobSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "ConfigMap " + name + ": " + JobObjects.SPEC_KEY + " is no spec of a job; delete it: "
                            + e.getOriginalMessage(),
                    e);
        }
    }
}
