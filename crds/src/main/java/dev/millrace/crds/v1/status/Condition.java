package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Timestamp;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One aspect of the state of a job, as in Kubernetes. The types are Ready, Progressing and Degraded. */
public record Condition(
        @Required @Size(max = 316) @JsonPropertyDescription("What it is about: Ready, Progressing or Degraded.")
        String type,

        @Required @JsonPropertyDescription("Whether it holds.")
        ConditionStatus status,

        @Min(0) @JsonPropertyDescription("Generation of the spec that it was found for.") @Nullable
        Long observedGeneration,

        @Required @Timestamp @JsonPropertyDescription("When its status changed last.")
        String lastTransitionTime,

        @Required @Size(max = 1024) @JsonPropertyDescription("Reason for machines, in one word.")
        String reason,

        @Required @Size(max = 32768) @JsonPropertyDescription("The same for people.")
        String message)
        implements ApiType {}
