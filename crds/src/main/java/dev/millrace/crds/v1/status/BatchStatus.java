package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Timestamp;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The last completed batch. */
public record BatchStatus(
        @Min(0) @JsonPropertyDescription("Completed batches of this driver with this one, from 1.") @Nullable
        Long number,

        @Timestamp @JsonPropertyDescription("Time of the batch.") @Nullable
        String time,

        @Min(0) @JsonPropertyDescription("Records that it read.") @Nullable
        Long records,

        @Min(0) @JsonPropertyDescription("Records that it processed in a second.") @Nullable
        Long recordsPerSecond,

        @Min(0) @JsonPropertyDescription("How long it took.") @Nullable
        Long processingMillis,

        @Min(0) @JsonPropertyDescription("From its time to its end.") @Nullable
        Long delayMillis,

        @Size(max = 32) @JsonPropertyDescription("Delay for people, such as 35ms.") @Nullable
        String delay,

        @Size(max = 32) @JsonPropertyDescription("Rate for people, such as 20.0k/s.") @Nullable
        String rate)
        implements ApiType {}
