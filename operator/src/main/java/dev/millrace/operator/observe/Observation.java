package dev.millrace.operator.observe;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import dev.millrace.operator.driver.DriverSighting;
import dev.millrace.operator.model.JobId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that one pass of the reconciler knows about a job.
 *
 * @param spec what the user wants now
 * @param applied the last spec that could be used, as the operator kept it; null when there never was one
 * @param status what the operator wrote last; it is its whole memory
 * @param driver null when there is no such pod
 * @param executors by ordinal
 * @param objects the job's other objects that exist
 * @param sighting what was last heard of the driver in {@code driver}; null when it has not been asked
 * @param failure what the last passes could not do; null when they could
 */
public record Observation(
        JobId job,
        long generation,
        StreamingJobSpec spec,
        @Nullable StreamingJobSpec applied,
        StreamingJobStatus status,
        @Nullable PodSighting driver,
        SortedMap<Integer, PodSighting> executors,
        List<HasMetadata> objects,
        @Nullable DriverSighting sighting,
        @Nullable ActionFailure failure) {}
