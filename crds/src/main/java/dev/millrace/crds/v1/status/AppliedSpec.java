package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The spec that the pods were made from: the last good one. */
public record AppliedSpec(
        @Required @Min(0) @JsonPropertyDescription("Its generation.")
        Long generation,

        @Required @Size(max = 64) @JsonPropertyDescription("Its hash.")
        String specHash,

        @Size(max = 64)
        @JsonPropertyDescription("Hash of what the driver is made from; another one restarts the job.")
        @Nullable
        String driverHash,

        @Size(max = 64)
        @JsonPropertyDescription("Hash of what executors are made from; another one rolls them.")
        @Nullable
        String executorHash,

        @Size(max = 253) @JsonPropertyDescription("Object that keeps it in full.") @Nullable
        String store)
        implements ApiType {}
