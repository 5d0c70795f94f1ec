package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import java.util.List;

/**
 * What happens when a process fails. The first replacement starts at once; later ones wait {@code initialBackoff}, then
 * twice as long each time up to {@code maxBackoff}. Failures that are older than {@code window} are forgotten.
 */
public record RestartPolicy(
        @Default("OnFailure") @JsonPropertyDescription("Whether a process that failed is started again.")
        RestartType type,

        @Default("10") @Min(1) @JsonPropertyDescription("Failures within the window after which the job fails.")
        Integer maxFailures,

        @Default("10m")
        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription("How long a failure counts.")
        String window,

        @Default("500ms")
        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription(
                "Pause before the second replacement within the window; it doubles with each further one.")
        String initialBackoff,

        @Default("30s")
        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription("Longest pause before a replacement.")
        String maxBackoff)
        implements CrossChecked {
    @Override
    public List<Violation> check() {
        return DurationText.parse(maxBackoff).compareTo(DurationText.parse(initialBackoff)) >= 0
                ? List.of()
                : List.of(new Violation(
                        "maxBackoff",
                        "expected at least initialBackoff (" + initialBackoff + "), found \"" + maxBackoff + "\""));
    }
}
