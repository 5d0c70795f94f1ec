package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Pods that are better to be near to, or far from. */
public record PreferredPods(
        @Required @Min(1) @Max(100) @JsonPropertyDescription("How much better.")
        Integer weight,

        @Required @JsonPropertyDescription("Which pods.") PodAffinityTerm podAffinityTerm)
        implements ApiType {}
