package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes that a pod must have or prefers. */
public record NodeAffinity(
        @JsonPropertyDescription("Nodes that a pod may be placed on.") @Nullable
        NodeSelector requiredDuringSchedulingIgnoredDuringExecution,

        @Size(max = 16) @JsonPropertyDescription("Nodes that are preferred.") @Nullable
        List<PreferredNodes> preferredDuringSchedulingIgnoredDuringExecution)
        implements ApiType {
    public NodeAffinity {
        preferredDuringSchedulingIgnoredDuringExecution = preferredDuringSchedulingIgnoredDuringExecution == null
                ? null
                : List.copyOf(preferredDuringSchedulingIgnoredDuringExecution);
    }
}
