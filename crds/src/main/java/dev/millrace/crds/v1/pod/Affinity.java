package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import org.jspecify.annotations.Nullable;

/** Where a pod may or should be placed. */
public record Affinity(
        @JsonPropertyDescription("By nodes.") @Nullable NodeAffinity nodeAffinity,

        @JsonPropertyDescription("Near to other pods.") @Nullable
        PodAffinity podAffinity,

        @JsonPropertyDescription("Far from other pods.") @Nullable
        PodAntiAffinity podAntiAffinity)
        implements ApiType {}
