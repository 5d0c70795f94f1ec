package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Timestamp;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The last checkpoint. */
public record CheckpointStatus(
        @Min(0) @JsonPropertyDescription("Last batch that is committed.") @Nullable
        Long batch,

        @Timestamp @JsonPropertyDescription("When it was committed.") @Nullable
        String time,

        @Size(max = 1024) @JsonPropertyDescription("Where it is: the claim or the URI.") @Nullable
        String location)
        implements ApiType {}
