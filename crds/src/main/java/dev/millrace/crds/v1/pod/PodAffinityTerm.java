package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pods to be near to, or far from. */
public record PodAffinityTerm(
        @JsonPropertyDescription("Which pods; those of this job with the same role where it is not set.") @Nullable
        LabelSelector labelSelector,

        @Required
        @Size(max = 317)
        @JsonPropertyDescription("Label of nodes: two pods are near when their nodes have the same value.")
        String topologyKey,

        @Size(max = 16)
        @JsonPropertyDescription("Namespaces of the pods; that of the job where it is not set.")
        @Nullable
        List<String> namespaces)
        implements ApiType {
    public PodAffinityTerm {
        namespaces = namespaces == null ? null : List.copyOf(namespaces);
    }
}
