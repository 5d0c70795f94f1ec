package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Timestamp;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The last checkpoint. */
public record CheckpointStatus(
        @Min(0)
        @JsonPropertyDescription(
                "Time of the last batch that is in the checkpoint, in milliseconds since 1970; as millrace checkpoint ls shows it.")
        @Nullable
        Long batch,

        @Timestamp @JsonPropertyDescription("When it came there.") @Nullable
        String time,

        @Size(max = 1024) @JsonPropertyDescription("Where it is: the claim or the URI.") @Nullable
        String location)
        implements ApiType {}
