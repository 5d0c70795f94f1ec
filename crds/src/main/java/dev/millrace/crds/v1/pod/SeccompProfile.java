package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Filter of system calls. */
public record SeccompProfile(
        @Required @JsonPropertyDescription("Which filter.") SeccompType type,

        @Size(max = 1024)
        @Pattern("^[^/.][^/]*(/[^/.][^/]*)*$")
        @Expected("a relative path, such as lib/word-count.jar, of which no part starts with '.'")
        @JsonPropertyDescription("Path of the profile on the node; with Localhost.")
        @Nullable
        String localhostProfile)
        implements ApiType {}
