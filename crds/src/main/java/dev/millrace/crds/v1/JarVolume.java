package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A jar that lies in a volume. */
@OneOf({"existingClaim", "configMap"})
public record JarVolume(
        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Name of a PersistentVolumeClaim that every pod of the job can mount.")
        @Nullable
        String existingClaim,

        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Name of a ConfigMap with the jar among its binary data (at most 1 MiB).")
        @Nullable
        String configMap,

        @Required
        @Size(max = 1024)
        @Pattern("^[^/.][^/]*(/[^/.][^/]*)*$")
        @Expected("a relative path, such as lib/word-count.jar, of which no part starts with '.'")
        @JsonPropertyDescription("Path of the jar in the volume; for a ConfigMap, its key.")
        String path)
        implements ApiType {}
