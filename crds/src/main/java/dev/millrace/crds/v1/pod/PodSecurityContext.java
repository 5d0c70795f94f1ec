package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rights of all containers of a pod. What is not set is as the restricted Pod Security Standard wants it. */
public record PodSecurityContext(
        @Min(0) @JsonPropertyDescription("Number of the user.") @Nullable
        Integer runAsUser,

        @Min(0) @JsonPropertyDescription("Number of the user's group.") @Nullable
        Integer runAsGroup,

        @JsonPropertyDescription("Refuses to start a container as root.") @Nullable
        Boolean runAsNonRoot,

        @Min(0) @JsonPropertyDescription("Group that volumes belong to.") @Nullable
        Integer fsGroup,

        @JsonPropertyDescription("When the group of a volume's files is set.") @Nullable
        GroupChangePolicy fsGroupChangePolicy,

        @Size(max = 32) @Min(0) @JsonPropertyDescription("Further groups of the user.") @Nullable
        List<Integer> supplementalGroups,

        @JsonPropertyDescription("Filter of system calls.") @Nullable
        SeccompProfile seccompProfile)
        implements ApiType {
    public PodSecurityContext {
        supplementalGroups = supplementalGroups == null ? null : List.copyOf(supplementalGroups);
    }
}
