package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What happens when a process fails. The first replacement starts at once; later ones wait {@code initialBackoff}, then
 * twice as long each time up to {@code maxBackoff}. Failures that are older than {@code window} are forgotten.
 */
@ValidationRule(
        value = RestartPolicy.BACKOFF_ORDER,
        message = RestartPolicy.BACKOFF_REVERSED,
        fieldPath = ".maxBackoff")
public record RestartPolicy(
        @Default("OnFailure") @JsonPropertyDescription("Whether a process that failed is started again.")
        RestartType type,

        @Default("10")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription("Failures within the window after which the job fails.")
        Integer maxFailures,

        @Default("10m")
        @Size(max = 16)
        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription("How long a failure counts.")
        String window,

        @Default("500ms")
        @Size(max = 16)
        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription(
                "Pause before the second replacement within the window; it doubles with each further one.")
        String initialBackoff,

        @Default("30s")
        @Size(max = 16)
        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription("Longest pause before a replacement.")
        String maxBackoff)
        implements ApiType, CrossChecked {

    /** The API server also asks this of the default as it stands, before the defaults of its fields are in it. */
    static final String BACKOFF_ORDER =
            "!has(self.initialBackoff) || !has(self.maxBackoff) || !self.initialBackoff.matches('"
                    + DurationText.PATTERN
                    + "') || !self.maxBackoff.matches('" + DurationText.PATTERN
                    + "') || int(self.initialBackoff.find('^[0-9]+')) * " + DurationText.CEL_UNITS
                    + "[self.initialBackoff.find('[a-z]+$')] <= int(self.maxBackoff.find('^[0-9]+')) * "
                    + DurationText.CEL_UNITS
                    + "[self.maxBackoff.find('[a-z]+$')]";

    static final String BACKOFF_REVERSED =
            "expected at least initialBackoff: raise maxBackoff, or lower initialBackoff";

    @Override
    public List<Violation> check() {
        return DurationText.parse(maxBackoff).compareTo(DurationText.parse(initialBackoff)) >= 0
                ? List.of()
                : List.of(new Violation("maxBackoff", BACKOFF_REVERSED));
    }
}
