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

/** A volume of a pod. */
@OneOf({"secret", "configMap", "persistentVolumeClaim", "emptyDir"})
public record Volume(
        @Required
        @Size(max = 63)
        @Pattern(KubernetesNames.LABEL)
        @Expected(KubernetesNames.LABEL_EXPECTED)
        @JsonPropertyDescription("Name that mounts refer to.")
        String name,

        @JsonPropertyDescription("A Secret as files.") @Nullable
        SecretVolume secret,

        @JsonPropertyDescription("A ConfigMap as files.") @Nullable
        ConfigMapVolume configMap,

        @JsonPropertyDescription("A volume behind a PersistentVolumeClaim.") @Nullable
        ClaimVolume persistentVolumeClaim,

        @JsonPropertyDescription("A directory that lives as long as its pod.") @Nullable
        EmptyDirVolume emptyDir)
        implements ApiType {}
