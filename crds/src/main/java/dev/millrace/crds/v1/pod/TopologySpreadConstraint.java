package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** How evenly the pods of a role of this job are spread over nodes, zones and the like. */
public record TopologySpreadConstraint(
        @Required @Min(1) @JsonPropertyDescription("Most by which two places may differ in their number of pods.")
        Integer maxSkew,

        @Required @JsonPropertyDescription("Label of nodes that tells the places apart.")
        String topologyKey,

        @Required @JsonPropertyDescription("What happens when it cannot be had.")
        Unsatisfiable whenUnsatisfiable,

        @Min(1) @JsonPropertyDescription("Least number of places; with DoNotSchedule.") @Nullable
        Integer minDomains)
        implements ApiType {}
