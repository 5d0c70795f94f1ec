package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.KubernetesNames;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where a container sees a volume. */
public record VolumeMount(
        @Required
        @Size(max = 63)
        @Pattern(KubernetesNames.LABEL)
        @Expected(KubernetesNames.LABEL_EXPECTED)
        @JsonPropertyDescription("Name of a volume of the same pod template.")
        String name,

        @Required
        @Size(max = 1024)
        @Pattern("^/[^:]*$")
        @Expected("an absolute path without ':'")
        @JsonPropertyDescription("Path in the container.")
        String mountPath,

        @JsonPropertyDescription("Mounts it for reading only.") @Nullable
        Boolean readOnly,

        @Size(max = 1024)
        @Pattern("^[^/.][^/]*(/[^/.][^/]*)*$")
        @Expected("a relative path, such as lib/word-count.jar, of which no part starts with '.'")
        @JsonPropertyDescription("Path in the volume; its root where it is not set.")
        @Nullable
        String subPath)
        implements ApiType {}
