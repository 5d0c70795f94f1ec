package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pods that a pod must or should be far from. */
public record PodAntiAffinity(
        @Size(max = 16) @JsonPropertyDescription("Pods that it must be far from.") @Nullable
        List<PodAffinityTerm> requiredDuringSchedulingIgnoredDuringExecution,

        @Size(max = 16) @JsonPropertyDescription("Pods that it should be far from.") @Nullable
        List<PreferredPods> preferredDuringSchedulingIgnoredDuringExecution)
        implements ApiType {
    public PodAntiAffinity {
        requiredDuringSchedulingIgnoredDuringExecution = requiredDuringSchedulingIgnoredDuringExecution == null
                ? null
                : List.copyOf(requiredDuringSchedulingIgnoredDuringExecution);
        preferredDuringSchedulingIgnoredDuringExecution = preferredDuringSchedulingIgnoredDuringExecution == null
                ? null
                : List.copyOf(preferredDuringSchedulingIgnoredDuringExecution);
    }
}
