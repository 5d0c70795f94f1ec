package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service in front of the driver's pages. */
public record UiService(
        @Default("ClusterIP") @JsonPropertyDescription("How it can be reached.")
        ServiceType type,

        @Default("80") @Min(1) @Max(65535) @JsonPropertyDescription("Its port.")
        Integer port,

        @Size(max = 64) @JsonPropertyDescription("Annotations of the service.") @Nullable
        Map<String, String> annotations)
        implements ApiType {
    public UiService {
        annotations = annotations == null ? null : Frozen.map(annotations);
    }
}
