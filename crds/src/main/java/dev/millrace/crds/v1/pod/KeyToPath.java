package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An entry of a Secret or a ConfigMap as a file. */
public record KeyToPath(
        @Required @Size(max = 253) @JsonPropertyDescription("Key of the entry.")
        String key,

        @Required
        @Size(max = 1024)
        @Pattern("^[^/.][^/]*(/[^/.][^/]*)*$")
        @Expected("a relative path, such as lib/word-count.jar, of which no part starts with '.'")
        @JsonPropertyDescription("Path of the file in the volume.")
        String path)
        implements ApiType {}
