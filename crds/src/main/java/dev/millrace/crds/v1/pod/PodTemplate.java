package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.CrossChecked;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.Frozen;
import dev.millrace.crds.v1.KeyedBy;
import dev.millrace.crds.v1.KubernetesNames;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pods of a role have besides what the operator gives them; on a conflict the operator wins. */
@ValidationRule(value = PodTemplateRules.LABELS, message = PodTemplateRules.LABELS_OWNED, fieldPath = ".labels")
@ValidationRule(value = PodTemplateRules.ENV, message = PodTemplateRules.ENV_OWNED, fieldPath = ".env")
@ValidationRule(value = PodTemplateRules.VOLUMES, message = PodTemplateRules.VOLUMES_OWNED, fieldPath = ".volumes")
@ValidationRule(value = PodTemplateRules.MOUNTS, message = PodTemplateRules.VOLUME_MISSING, fieldPath = ".volumeMounts")
@ValidationRule(
        value = PodTemplateRules.INIT_MOUNTS,
        message = PodTemplateRules.VOLUME_MISSING,
        fieldPath = ".initContainers")
@ValidationRule(value = PodTemplateRules.NAMES, message = PodTemplateRules.NAME_TAKEN, fieldPath = ".initContainers")
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

        @KeyedBy("name")
        @Size(max = 16)
        @JsonPropertyDescription(
                "Containers that run before the engine's, one after the other, or beside it: those with"
                        + " restartPolicy Always are side containers.")
        @Nullable
        List<PodContainer> initContainers)
        implements ApiType, CrossChecked {
    public PodTemplate {
        labels = labels == null ? null : Frozen.map(labels);
        annotations = annotations == null ? null : Frozen.map(annotations);
        env = env == null ? null : List.copyOf(env);
        volumes = volumes == null ? null : List.copyOf(volumes);
        volumeMounts = volumeMounts == null ? null : List.copyOf(volumeMounts);
        nodeSelector = nodeSelector == null ? null : Frozen.map(nodeSelector);
        tolerations = tolerations == null ? null : List.copyOf(tolerations);
        topologySpreadConstraints = topologySpreadConstraints == null ? null : List.copyOf(topologySpreadConstraints);
        initContainers = initContainers == null ? null : List.copyOf(initContainers);
    }

    @Override
    public List<Violation> check() {
        return PodTemplateRules.check(this);
    }
}
