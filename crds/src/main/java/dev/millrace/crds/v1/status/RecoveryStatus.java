package dev.millrace.crds.v1.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Timestamp;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The failure budget and what is left of it. */
public record RecoveryStatus(
        @Size(max = 100) @JsonPropertyDescription("When processes failed within the window, oldest first.") @Nullable
        List<String> failureTimes,

        @Timestamp @JsonPropertyDescription("When the next replacement may start; not set when none waits.") @Nullable
        String nextAttempt,

        @Min(0) @JsonPropertyDescription("Processes that were replaced since the job was made.") @Nullable
        Long restarts)
        implements ApiType {
    public RecoveryStatus {
        failureTimes = failureTimes == null ? null : List.copyOf(failureTimes);
    }
}
