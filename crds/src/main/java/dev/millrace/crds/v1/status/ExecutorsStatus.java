package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import org.jspecify.annotations.Nullable;

/** The executors, counted. */
public record ExecutorsStatus(
        @Min(0) @JsonPropertyDescription("Executors that the spec asks for.") @Nullable
        Integer desired,

        @StatusReplicas @Min(0) @JsonPropertyDescription("Pods of executors that exist.") @Nullable
        Integer replicas,

        @Min(0) @JsonPropertyDescription("Executors that are registered with the driver.") @Nullable
        Integer ready,

        @Size(max = 32) @JsonPropertyDescription("Ready and desired for people, such as 2/4.") @Nullable
        String summary,

        @LabelSelector
        @Size(max = 1024)
        @JsonPropertyDescription("Selector of the pods of executors, for autoscalers.")
        @Nullable
        String labelSelector)
        implements ApiType {}
