package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Nodes that are better than others. */
public record PreferredNodes(
        @Required @Min(1) @Max(100) @JsonPropertyDescription("How much better.")
        Integer weight,

        @Required @JsonPropertyDescription("Which nodes.") NodeSelectorTerm preference)
        implements ApiType {}
