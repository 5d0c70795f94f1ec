package dev.millrace.operator.model;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.crds.v1.pod.PodContainer;
import dev.millrace.crds.v1.pod.PodTemplate;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts what a spec's template asks for into a pod. Where both name the same thing, the pod's own stays. */
final class PodTemplates {
    private PodTemplates() {}

    static Map<String, String> labels(@Nullable PodTemplate template) {
        return template == null || template.labels() == null ? Map.of() : template.labels();
    }

    static Map<String, String> annotations(@Nullable PodTemplate template) {
        return template == null || template.annotations() == null ? Map.of() : template.annotations();
    }

    /** Everything of the template but labels, annotations and rights. */
    static void merge(Pod pod, @Nullable PodTemplate template) {
        if (template == null) {
            return;
        }
        PodSpec spec = pod.getSpec();
        environment(engine(spec), template);
        mounts(engine(spec), template);
        spec.getVolumes().addAll(convert(template.volumes(), new TypeReference<List<Volume>>() {}));
        if (template.nodeSelector() != null) {
            spec.setNodeSelector(template.nodeSelector());
        }
        if (template.affinity() != null) {
            spec.setAffinity(Json.MAPPER.convertValue(template.affinity(), Affinity.class));
        }
        spec.setTolerations(new ArrayList<>(convert(template.tolerations(), new TypeReference<List<Toleration>>() {})));
        spec.setTopologySpreadConstraints(
                convert(template.topologySpreadConstraints(), new TypeReference<List<TopologySpreadConstraint>>() {}));
        spec.setPriorityClassName(template.priorityClassName());
        spec.setServiceAccountName(template.serviceAccountName());
        spec.getInitContainers().addAll(containers(template.initContainers()));
    }

    private static Container engine(PodSpec spec) {
        return spec.getContainers().get(0);
    }

    private static void environment(Container engine, PodTemplate template) {
        Set<String> own = engine.getEnv().stream().map(EnvVar::getName).collect(Collectors.toSet());
        convert(template.env(), new TypeReference<List<EnvVar>>() {}).stream()
                .filter(variable -> !own.contains(variable.getName()))
                .forEach(engine.getEnv()::add);
    }

    private static void mounts(Container engine, PodTemplate template) {
        Set<String> own =
                engine.getVolumeMounts().stream().map(VolumeMount::getMountPath).collect(Collectors.toSet());
        convert(template.volumeMounts(), new TypeReference<List<VolumeMount>>() {}).stream()
                .filter(mount -> !own.contains(mount.getMountPath()))
                .forEach(engine.getVolumeMounts()::add);
    }

    private static List<Container> containers(@Nullable List<PodContainer> wanted) {
        if (wanted == null) {
            return List.of();
        }
        List<Container> containers = new ArrayList<>();
        for (PodContainer each : wanted) {
            Container container = Json.MAPPER.convertValue(each, Container.class);
            container.setSecurityContext(Rights.ofContainer(each.securityContext()));
            containers.add(container);
        }
        return containers;
    }

    private static <T> List<T> convert(@Nullable List<?> from, TypeReference<List<T>> to) {
        return from == null ? List.of() : Json.MAPPER.convertValue(from, to);
    }
}
