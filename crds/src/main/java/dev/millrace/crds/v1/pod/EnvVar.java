package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.KubernetesNames;
import dev.millrace.crds.v1.OneOf;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** An environment variable. */
@OneOf(
        value = {"value", "valueFrom"},
        optional = true)
public record EnvVar(
        @Required
        @Size(max = 256)
        @Pattern(KubernetesNames.VARIABLE)
        @Expected(KubernetesNames.VARIABLE_EXPECTED)
        @JsonPropertyDescription("Name of the variable.")
        String name,

        @Size(max = 32768) @JsonPropertyDescription("Its value.") @Nullable
        String value,

        @JsonPropertyDescription("Where its value comes from.") @Nullable
        EnvVarSource valueFrom)
        implements ApiType {}
