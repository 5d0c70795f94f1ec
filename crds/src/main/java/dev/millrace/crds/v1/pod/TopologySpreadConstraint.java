package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How evenly pods are spread over nodes, zones and the like. */
public record TopologySpreadConstraint(
        @Required @Min(1) @JsonPropertyDescription("Most by which two places may differ in their number of pods.")
        Integer maxSkew,

        @Required @Size(max = 317) @JsonPropertyDescription("Label of nodes that tells the places apart.")
        String topologyKey,

        @Required @JsonPropertyDescription("What happens when it cannot be had.")
        Unsatisfiable whenUnsatisfiable,

        @Min(1) @JsonPropertyDescription("Least number of places; with DoNotSchedule.") @Nullable
        Integer minDomains,

        @JsonPropertyDescription("Which pods count; those of this job with the same role where it is not set.")
        @Nullable
        LabelSelector labelSelector)
        implements ApiType {}
