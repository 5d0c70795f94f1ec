package dev.millrace.operator.model;

import dev.millrace.crds.v1.pod.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Rights of pods and containers: what the spec says, and where it says nothing what the restricted Pod Security Standard
 * wants, with a read-only root file system besides.
 */
final class Rights {
    /** Group of the files in volumes; any will do, as long as the processes are in it. */
    private static final long FILES_GROUP = 10001;

    private Rights() {}

    static io.fabric8.kubernetes.api.model.PodSecurityContext ofPod(@Nullable PodSecurityContext wanted) {
        io.fabric8.kubernetes.api.model.PodSecurityContext rights = wanted == null
                ? new io.fabric8.kubernetes.api.model.PodSecurityContext()
                : Json.MAPPER.convertValue(wanted, io.fabric8.kubernetes.api.model.PodSecurityContext.class);
        if (rights.getRunAsNonRoot() == null) {
            rights.setRunAsNonRoot(true);
        }
        if (rights.getFsGroup() == null) {
            rights.setFsGroup(FILES_GROUP);
        }
        if (rights.getFsGroupChangePolicy() == null) {
            rights.setFsGroupChangePolicy("OnRootMismatch");
        }
        if (rights.getSeccompProfile() == null) {
            rights.setSeccompProfile(new io.fabric8.kubernetes.api.model.SeccompProfile(null, "RuntimeDefault"));
        }
        return rights;
    }

    static SecurityContext ofContainer(dev.millrace.crds.v1.pod.@Nullable SecurityContext wanted) {
        SecurityContext rights =
                wanted == null ? new SecurityContext() : Json.MAPPER.convertValue(wanted, SecurityContext.class);
        return restricted(rights);
    }

    private static SecurityContext restricted(SecurityContext rights) {
        if (rights.getReadOnlyRootFilesystem() == null) {
            rights.setReadOnlyRootFilesystem(true);
        }
        if (rights.getAllowPrivilegeEscalation() == null) {
            rights.setAllowPrivilegeEscalation(false);
        }
        if (rights.getCapabilities() == null) {
            return new SecurityContextBuilder(rights)
                    .withNewCapabilities()
                    .withDrop("ALL")
                    .endCapabilities()
                    .build();
        }
        return rights;
    }
}
