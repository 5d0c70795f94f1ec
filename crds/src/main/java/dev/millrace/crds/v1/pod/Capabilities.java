package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Capabilities of a container. */
public record Capabilities(
        @Size(max = 64) @JsonPropertyDescription("Capabilities beyond those that the runtime gives.") @Nullable
        List<String> add,

        @Size(max = 64) @JsonPropertyDescription("Capabilities that are taken away; ALL takes all of them.") @Nullable
        List<String> drop)
        implements ApiType {
    public Capabilities {
        add = add == null ? null : List.copyOf(add);
        drop = drop == null ? null : List.copyOf(drop);
    }
}
