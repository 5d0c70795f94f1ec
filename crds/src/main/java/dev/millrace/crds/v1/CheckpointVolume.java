package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A volume that is made for the job. */
@ValidationRule(
        value = "quantity(self.size).compareTo(quantity(oldSelf.size)) >= 0",
        message = CheckpointVolume.SHRUNK,
        fieldPath = ".size")
public record CheckpointVolume(
        @Required
        @Size(max = 32)
        @Pattern("^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)?$")
        @Expected("a Kubernetes quantity such as 500Mi or 10Gi")
        @JsonPropertyDescription(
                "Size of the volume. It can grow where the storage class allows it, and never shrinks.")
        String size,

        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Storage class; the cluster's default where it is not set.")
        @Nullable
        String storageClassName)
        implements ApiType {
    static final String SHRUNK = "a volume can grow and never shrinks: keep the size, or set a greater one";
}
