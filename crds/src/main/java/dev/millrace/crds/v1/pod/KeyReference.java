package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.KubernetesNames;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One entry of a Secret or a ConfigMap. */
public record KeyReference(
        @Required
        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Name of the Secret or ConfigMap.")
        String name,

        @Required @Size(max = 253) @JsonPropertyDescription("Key of the entry.")
        String key,

        @JsonPropertyDescription("Lets the pod start without the variable when the entry does not exist.") @Nullable
        Boolean optional)
        implements ApiType {}
