package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Frozen;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects by their labels; all rules must hold. */
public record LabelSelector(
        @Size(max = 16) @JsonPropertyDescription("Labels and the values they must have.") @Nullable
        Map<String, String> matchLabels,

        @Size(max = 16) @JsonPropertyDescription("Rules on labels.") @Nullable
        List<LabelRequirement> matchExpressions)
        implements ApiType {
    public LabelSelector {
        matchLabels = matchLabels == null ? null : Frozen.map(matchLabels);
        matchExpressions = matchExpressions == null ? null : List.copyOf(matchExpressions);
    }
}
