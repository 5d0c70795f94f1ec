package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the metrics of a job are collected. */
@ValidationRule(
        value = "self.enabled || !self.podMonitor",
        message = MonitoringSpec.NOT_ENABLED,
        fieldPath = ".podMonitor")
public record MonitoringSpec(
        @Default("false")
        @JsonPropertyDescription(
                "Serves the engine's metrics at /metrics in Prometheus' format, and marks the pods with the"
                        + " prometheus.io annotations.")
        Boolean enabled,

        @Default("false")
        @JsonPropertyDescription("Makes a PodMonitor for the Prometheus operator, which has to be installed.")
        Boolean podMonitor,

        @Default("30s")
        @Size(max = 16)
        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription("Interval at which the PodMonitor asks for the metrics.")
        String interval,

        @Size(max = 64) @JsonPropertyDescription("Labels of the PodMonitor, by which Prometheus finds it.") @Nullable
        Map<String, String> labels)
        implements ApiType, CrossChecked {
    public MonitoringSpec {
        labels = labels == null ? null : Frozen.map(labels);
    }

    static final String NOT_ENABLED = "a PodMonitor needs the metrics that it asks for: set enabled: true";

    @Override
    public List<Violation> check() {
        return podMonitor && !enabled ? List.of(new Violation("podMonitor", NOT_ENABLED)) : List.of();
    }
}
