package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on a node that must hold together. */
public record NodeSelectorTerm(
        @Size(max = 16) @JsonPropertyDescription("Rules on labels.") @Nullable
        List<NodeRequirement> matchExpressions) implements ApiType {
    public NodeSelectorTerm {
        matchExpressions = matchExpressions == null ? null : List.copyOf(matchExpressions);
    }
}
