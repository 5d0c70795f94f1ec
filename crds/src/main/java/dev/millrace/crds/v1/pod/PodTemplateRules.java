package dev.millrace.crds.v1.pod;

import dev.millrace.crds.v1.CrossChecked.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules between the parts of a pod template: in CEL for the CRD, and in Java for manifests. */
final class PodTemplateRules {
    static final String LABELS = "!has(self.labels) || !self.labels.exists(k, k.startsWith('millrace.dev/'))";
    static final String LABELS_OWNED = "labels under millrace.dev/ are set by the operator: choose other keys";

    static final String ENV = "!has(self.env) || !self.env.exists(e, e.name.startsWith('MILLRACE_'))";
    static final String ENV_OWNED = "variables named MILLRACE_* are set by the operator: choose other names";

    static final String VOLUMES = "!has(self.volumes) || !self.volumes.exists(v, v.name.startsWith('millrace-'))";
    static final String VOLUMES_OWNED = "volumes named millrace-* are made by the operator: choose other names";

    private static final String MOUNTED =
            ".volumeMounts.all(m, has(self.volumes) && self.volumes.exists(v, v.name == m.name))";
    static final String MOUNTS = "!has(self.volumeMounts) || self" + MOUNTED;
    static final String INIT_MOUNTS =
            "!has(self.initContainers) || self.initContainers.all(c, !has(c.volumeMounts) || c" + MOUNTED + ")";
    static final String VOLUME_MISSING =
            "a mount names a volume that is not there: correct its name, or add the volume to volumes of this template";

    static final String NAMES =
            "!has(self.initContainers) || !self.initContainers.exists(c, c.name in ['millrace', 'millrace-fetch'])";
    static final String NAME_TAKEN =
            "the engine's own containers are named millrace and millrace-fetch: choose another name";

    private PodTemplateRules() {}

    static List<Violation> check(PodTemplate template) {
        List<Violation> violations = new ArrayList<>();
        if (template.labels() != null
                && template.labels().keySet().stream().anyMatch(key -> key.startsWith("millrace.dev/"))) {
            violations.add(new Violation("labels", LABELS_OWNED));
        }
        if (all(template.env()).stream().anyMatch(variable -> variable.name().startsWith("MILLRACE_"))) {
            violations.add(new Violation("env", ENV_OWNED));
        }
        if (all(template.volumes()).stream().anyMatch(volume -> volume.name().startsWith("millrace-"))) {
            violations.add(new Violation("volumes", VOLUMES_OWNED));
        }
        Set<String> volumes = all(template.volumes()).stream().map(Volume::name).collect(Collectors.toSet());
        if (isMissing(volumes, template.volumeMounts())) {
            violations.add(new Violation("volumeMounts", VOLUME_MISSING));
        }
        List<PodContainer> containers = all(template.initContainers());
        if (containers.stream().anyMatch(container -> isMissing(volumes, container.volumeMounts()))) {
            violations.add(new Violation("initContainers", VOLUME_MISSING));
        }
        if (containers.stream()
                .anyMatch(container -> Set.of("millrace", "millrace-fetch").contains(container.name()))) {
            violations.add(new Violation("initContainers", NAME_TAKEN));
        }
        return violations;
    }

    private static boolean isMissing(Set<String> volumes, @Nullable List<VolumeMount> mounts) {
        return all(mounts).stream().anyMatch(mount -> !volumes.contains(mount.name()));
    }

    private static <T> List<T> all(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
