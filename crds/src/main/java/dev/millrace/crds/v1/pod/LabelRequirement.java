package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule on one label. */
public record LabelRequirement(
        @Required @JsonPropertyDescription("The label.") String key,

        @Required @JsonPropertyDescription("How it is compared.")
        LabelOperator operator,

        @Size(max = 64) @JsonPropertyDescription("What it is compared with.") @Nullable
        List<String> values)
        implements ApiType {
    public LabelRequirement {
        values = values == null ? null : List.copyOf(values);
    }
}
