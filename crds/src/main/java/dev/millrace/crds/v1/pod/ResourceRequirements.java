package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Frozen;
import dev.millrace.crds.v1.Quantities;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a container asks of its node, as in Kubernetes. */
public record ResourceRequirements(
        @Quantities
        @Size(max = 16)
        @JsonPropertyDescription("What the node must have free, by resource, such as cpu and memory.")
        @Nullable
        Map<String, String> requests,

        @Quantities @Size(max = 16) @JsonPropertyDescription("Most that the container may use, by resource.") @Nullable
        Map<String, String> limits)
        implements ApiType {
    public ResourceRequirements {
        requests = requests == null ? null : Frozen.map(requests);
        limits = limits == null ? null : Frozen.map(limits);
    }
}
