package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.KubernetesNames;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A port that a container listens on. */
public record ContainerPort(
        @Required
        @Size(max = 15)
        @Pattern(KubernetesNames.PORT_NAME)
        @Expected(KubernetesNames.PORT_NAME_EXPECTED)
        @JsonPropertyDescription("Name of the port.")
        String name,

        @Required @Min(1) @Max(65535) @JsonPropertyDescription("Its number.")
        Integer containerPort)
        implements ApiType {}
