package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Timestamp;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What the operator has begun; it is written before the first step, so that another operator can finish it. */
public record Intent(
        @Required @JsonPropertyDescription("What it is.") IntentAction action,

        @Required @Timestamp @JsonPropertyDescription("When it was begun.")
        String since,

        @Min(0) @JsonPropertyDescription("Generation of the spec that it leads to.") @Nullable
        Long generation,

        @Min(0) @JsonPropertyDescription("Executors before; for Scale.") @Nullable
        Integer fromReplicas,

        @Min(0) @JsonPropertyDescription("Executors after; for Scale.") @Nullable
        Integer toReplicas,

        @Size(max = 64) @JsonPropertyDescription("The step it is at.") @Nullable
        String step,

        @Size(max = 1024) @JsonPropertyDescription("Why it was begun.") @Nullable
        String message)
        implements ApiType {}
