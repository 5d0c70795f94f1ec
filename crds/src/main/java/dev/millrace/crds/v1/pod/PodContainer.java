package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.ImagePullPolicy;
import dev.millrace.crds.v1.KeyedBy;
import dev.millrace.crds.v1.KubernetesNames;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container that runs beside, or before, that of the engine. */
public record PodContainer(
        @Required
        @Size(max = 63)
        @Pattern(KubernetesNames.LABEL)
        @Expected(KubernetesNames.LABEL_EXPECTED)
        @JsonPropertyDescription("Name of the container.")
        String name,

        @Required @Size(min = 1, max = 512) @JsonPropertyDescription("Its image.")
        String image,

        @JsonPropertyDescription("When the image is pulled. Kubernetes' own default where it is not set.") @Nullable
        ImagePullPolicy imagePullPolicy,

        @Size(max = 256)
        @JsonPropertyDescription("Program and first arguments; those of the image where it is not set.")
        @Nullable
        List<String> command,

        @Size(max = 256) @JsonPropertyDescription("Arguments; those of the image where it is not set.") @Nullable
        List<String> args,

        @KeyedBy("name") @Size(max = 256) @JsonPropertyDescription("Environment variables.") @Nullable
        List<EnvVar> env,

        @Size(max = 16) @JsonPropertyDescription("Ports that it listens on.") @Nullable
        List<ContainerPort> ports,

        @JsonPropertyDescription("What it asks of its node.") @Nullable
        ResourceRequirements resources,

        @KeyedBy("mountPath")
        @Size(max = 32)
        @JsonPropertyDescription("Where it sees the volumes of the pod.")
        @Nullable
        List<VolumeMount> volumeMounts,

        @JsonPropertyDescription("Rights of the container.") @Nullable
        SecurityContext securityContext,

        @JsonPropertyDescription(
                "Always makes it a side container: it is started before the engine's container and ended after it.")
        @Nullable
        ContainerRestartPolicy restartPolicy)
        implements ApiType {
    public PodContainer {
        command = command == null ? null : List.copyOf(command);
        args = args == null ? null : List.copyOf(args);
        env = env == null ? null : List.copyOf(env);
        ports = ports == null ? null : List.copyOf(ports);
        volumeMounts = volumeMounts == null ? null : List.copyOf(volumeMounts);
    }
}
