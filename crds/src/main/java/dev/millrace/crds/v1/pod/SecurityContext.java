package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Rights of one container. What is not set is as the restricted Pod Security Standard wants it. */
public record SecurityContext(
        @Min(0) @JsonPropertyDescription("Number of the user.") @Nullable
        Integer runAsUser,

        @Min(0) @JsonPropertyDescription("Number of the user's group.") @Nullable
        Integer runAsGroup,

        @JsonPropertyDescription("Refuses to start the container as root.") @Nullable
        Boolean runAsNonRoot,

        @JsonPropertyDescription("Keeps the container from writing outside its volumes.") @Nullable
        Boolean readOnlyRootFilesystem,

        @JsonPropertyDescription("Lets a process gain more rights than its parent has.") @Nullable
        Boolean allowPrivilegeEscalation,

        @JsonPropertyDescription("Capabilities of the container.") @Nullable
        Capabilities capabilities)
        implements ApiType {}
