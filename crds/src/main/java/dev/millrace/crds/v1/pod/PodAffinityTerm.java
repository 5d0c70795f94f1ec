package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Pods to be near to, or far from. */
public record PodAffinityTerm(
        @JsonPropertyDescription("Which pods; those of this job with the same role where it is not set.") @Nullable
        LabelSelector labelSelector,

        @Required @JsonPropertyDescription("Label of nodes: two pods are near when their nodes have the same value.")
        String topologyKey)
        implements ApiType {}
