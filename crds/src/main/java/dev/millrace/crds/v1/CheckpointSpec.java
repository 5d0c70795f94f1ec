package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where progress and state are kept: exactly one of volume, existingClaim and uri. */
@OneOf({"volume", "existingClaim", "uri"})
public record CheckpointSpec(
        @JsonPropertyDescription("A volume that is made for the job.") @Nullable
        CheckpointVolume volume,

        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Name of a PersistentVolumeClaim that exists.")
        @Nullable
        String existingClaim,

        @Size(max = 1024)
        @Pattern("^[a-z][a-z0-9+.-]*://.+$")
        @Expected("a URI with a scheme, such as s3a://bucket/jobs/word-count")
        @JsonPropertyDescription("Directory in a shared file system.")
        @Nullable
        String uri,

        @Default("Retain") @JsonPropertyDescription("What happens to the checkpoint when the job is deleted.")
        CheckpointRetention retention,

        @Size(max = 16)
        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription(
                "Least time between two snapshots of a part of the state; the engine's own default where it is not set.")
        @Nullable
        String interval)
        implements ApiType {}
