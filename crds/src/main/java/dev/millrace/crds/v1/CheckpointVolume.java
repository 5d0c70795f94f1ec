package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A volume that is made for the job. */
public record CheckpointVolume(
        @Required
        @Pattern("^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)?$")
        @Expected("a Kubernetes quantity such as 500Mi or 10Gi")
        @JsonPropertyDescription("Size of the volume.")
        String size,

        @JsonPropertyDescription("Storage class; the cluster's default where it is not set.") @Nullable
        String storageClassName) {}
