package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** A taint of a node that a pod puts up with. */
public record Toleration(
        @JsonPropertyDescription("The taint; every taint where it is not set and the operator is Exists.") @Nullable
        String key,

        @JsonPropertyDescription("How the taint is compared; Equal where it is not set.") @Nullable
        TolerationOperator operator,

        @JsonPropertyDescription("Value of the taint, with the operator Equal.") @Nullable
        String value,

        @JsonPropertyDescription("Effect of the taint; every effect where it is not set.") @Nullable
        TaintEffect effect,

        @Min(0)
        @JsonPropertyDescription(
                "How long the pod stays on a node with a NoExecute taint; for ever where it is not set.")
        @Nullable
        Integer tolerationSeconds)
        implements ApiType {}
