package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Which nodes are allowed. */
public record NodeSelector(
        @Required @Size(min = 1, max = 16) @JsonPropertyDescription("One of these terms must hold.")
        List<NodeSelectorTerm> nodeSelectorTerms)
        implements ApiType {
    public NodeSelector {
        nodeSelectorTerms = nodeSelectorTerms == null ? List.of() : List.copyOf(nodeSelectorTerms);
    }
}
