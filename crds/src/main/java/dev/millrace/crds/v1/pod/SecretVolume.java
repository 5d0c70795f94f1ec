package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.KubernetesNames;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Secret as files. */
public record SecretVolume(
        @Required
        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Name of the Secret.")
        String secretName,

        @Size(max = 64) @JsonPropertyDescription("The entries to show; all of them where it is not set.") @Nullable
        List<KeyToPath> items,

        @Min(0) @Max(511) @JsonPropertyDescription("Permissions of the files, such as 0644 (420 in JSON).") @Nullable
        Integer defaultMode,

        @JsonPropertyDescription("Lets the pod start when the Secret does not exist.") @Nullable
        Boolean optional)
        implements ApiType {
    public SecretVolume {
        items = items == null ? null : List.copyOf(items);
    }
}
