package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.OneOf;
import org.jspecify.annotations.Nullable;

/** Where the value of an environment variable comes from. */
@OneOf({"secretKeyRef", "configMapKeyRef"})
public record EnvVarSource(
        @JsonPropertyDescription("An entry of a Secret.") @Nullable
        KeyReference secretKeyRef,

        @JsonPropertyDescription("An entry of a ConfigMap.") @Nullable
        KeyReference configMapKeyRef)
        implements ApiType {}
