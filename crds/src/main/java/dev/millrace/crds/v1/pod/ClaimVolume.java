package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.KubernetesNames;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A volume behind a PersistentVolumeClaim. */
public record ClaimVolume(
        @Required
        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Name of the PersistentVolumeClaim.")
        String claimName,

        @JsonPropertyDescription("Mounts the volume for reading only.") @Nullable
        Boolean readOnly)
        implements ApiType {}
