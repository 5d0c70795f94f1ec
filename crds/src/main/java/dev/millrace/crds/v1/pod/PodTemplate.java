package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.Frozen;
import dev.millrace.crds.v1.KeyedBy;
import dev.millrace.crds.v1.KubernetesNames;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pods of a role have besides what the operator gives them; on a conflict the operator wins. */
public record PodTemplate(
        @Size(max = 64) @JsonPropertyDescription("Labels of the pods.") @Nullable
        Map<String, String> labels,

        @Size(max = 64) @JsonPropertyDescription("Annotations of the pods.") @Nullable
        Map<String, String> annotations,

        @KeyedBy("name")
        @Size(max = 256)
        @JsonPropertyDescription("Environment variables of the engine's container.")
        @Nullable
        List<EnvVar> env,

        @KeyedBy("name") @Size(max = 32) @JsonPropertyDescription("Volumes of the pods.") @Nullable
        List<Volume> volumes,

        @KeyedBy("mountPath")
        @Size(max = 32)
        @JsonPropertyDescription("Where the engine's container sees them.")
        @Nullable
        List<VolumeMount> volumeMounts,

        @Size(max = 32) @JsonPropertyDescription("Labels that a node must have.") @Nullable
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Where the pods may or should be placed.") @Nullable
        Affinity affinity,

        @Size(max = 32) @JsonPropertyDescription("Taints that the pods put up with.") @Nullable
        List<Toleration> tolerations,

        @Size(max = 8) @JsonPropertyDescription("How evenly the pods are spread.") @Nullable
        List<TopologySpreadConstraint> topologySpreadConstraints,

        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Priority class of the pods.")
        @Nullable
        String priorityClassName,

        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Service account of the pods. Its token is not mounted.")
        @Nullable
        String serviceAccountName,

        @JsonPropertyDescription("Rights of all containers of the pods.") @Nullable
        PodSecurityContext securityContext,

        @JsonPropertyDescription("Rights of the engine's container.") @Nullable
        SecurityContext containerSecurityContext,

        @KeyedBy("name") @Size(max = 8) @JsonPropertyDescription("Containers that run beside the engine's.") @Nullable
        List<PodContainer> sideContainers,

        @KeyedBy("name")
        @Size(max = 8)
        @JsonPropertyDescription("Containers that run before the engine's, one after the other.")
        @Nullable
        List<PodContainer> initContainers)
        implements ApiType {
    public PodTemplate {
        labels = labels == null ? null : Frozen.map(labels);
        annotations = annotations == null ? null : Frozen.map(annotations);
        env = env == null ? null : List.copyOf(env);
        volumes = volumes == null ? null : List.copyOf(volumes);
        volumeMounts = volumeMounts == null ? null : List.copyOf(volumeMounts);
        nodeSelector = nodeSelector == null ? null : Frozen.map(nodeSelector);
        tolerations = tolerations == null ? null : List.copyOf(tolerations);
        topologySpreadConstraints = topologySpreadConstraints == null ? null : List.copyOf(topologySpreadConstraints);
        sideContainers = sideContainers == null ? null : List.copyOf(sideContainers);
        initContainers = initContainers == null ? null : List.copyOf(initContainers);
    }
}
