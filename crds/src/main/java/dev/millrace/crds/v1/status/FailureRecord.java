package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Timestamp;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A process that failed. */
public record FailureRecord(
        @Required @Size(max = 253) @JsonPropertyDescription("Name of its pod.")
        String pod,

        @Required @Timestamp @JsonPropertyDescription("When it was found.")
        String time,

        @Required @JsonPropertyDescription("Why it ended.") FailureReason reason,

        @Min(0) @Max(255) @JsonPropertyDescription("Exit code of its container, where there is one.") @Nullable
        Integer exitCode,

        @Size(max = 2048) @JsonPropertyDescription("First lines of what it said at its end.") @Nullable
        String message)
        implements ApiType {}
