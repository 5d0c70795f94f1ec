package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.KeyedBy;
import dev.millrace.crds.v1.Timestamp;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a job is doing. */
public record StreamingJobStatus(
        @Min(0) @JsonPropertyDescription("Generation of the spec that this status is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Where the job is in its life.") @Nullable
        JobPhase phase,

        @Timestamp @JsonPropertyDescription("When the phase began.") @Nullable
        String phaseSince,

        @Size(max = 1024) @JsonPropertyDescription("Why the job is in this phase, in one word.") @Nullable
        String reason,

        @KeyedBy("type") @Size(max = 16) @JsonPropertyDescription("Ready, Progressing and Degraded.") @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("The executors, counted.") @Nullable
        ExecutorsStatus executors,

        @JsonPropertyDescription("The driver.") @Nullable DriverStatus driver,

        @Size(max = 32) @JsonPropertyDescription("Interval of batches that the driver runs with, such as 1s.") @Nullable
        String batchInterval,

        @JsonPropertyDescription("The last completed batch.") @Nullable
        BatchStatus lastBatch,

        @Timestamp @JsonPropertyDescription("When the first batch after the job was applied was done.") @Nullable
        String firstBatchTime,

        @JsonPropertyDescription("The last checkpoint; not set where the job keeps none.") @Nullable
        CheckpointStatus checkpoint,

        @Size(max = 10) @JsonPropertyDescription("The last failures, newest first.") @Nullable
        List<FailureRecord> failures,

        @JsonPropertyDescription("The failure budget and what is left of it.") @Nullable
        RecoveryStatus recovery,

        @Min(0)
        @JsonPropertyDescription("Number of the current start of the driver; every start has a higher one.")
        @Nullable
        Long epoch,

        @JsonPropertyDescription("The spec that the pods were made from.") @Nullable
        AppliedSpec applied,

        @JsonPropertyDescription("What the operator has begun and not finished; not set when nothing is under way.")
        @Nullable
        Intent intent,

        @Size(max = 1024)
        @JsonPropertyDescription("Where the driver's pages are reached, when the spec asks for an ingress.")
        @Nullable
        String uiUrl)
        implements ApiType {
    public StreamingJobStatus {
        conditions = conditions == null ? null : List.copyOf(conditions);
        failures = failures == null ? null : List.copyOf(failures);
    }
}
