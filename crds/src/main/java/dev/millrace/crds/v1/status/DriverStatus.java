package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Timestamp;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The driver. */
public record DriverStatus(
        @Size(max = 253) @JsonPropertyDescription("Name of its pod.") @Nullable
        String pod,

        @JsonPropertyDescription("Whether it answers.") @Nullable
        Boolean ready,

        @Timestamp @JsonPropertyDescription("When its pod was made.") @Nullable
        String startTime)
        implements ApiType {}
