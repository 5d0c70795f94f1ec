package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.QuantityText;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A directory that lives as long as its pod. */
public record EmptyDirVolume(
        @JsonPropertyDescription("Memory keeps it in memory; the node's disk where it is not set.") @Nullable
        VolumeMedium medium,

        @Size(max = 32)
        @Pattern(QuantityText.PATTERN)
        @Expected(QuantityText.EXPECTED)
        @JsonPropertyDescription("Most that it may hold; the pod is evicted beyond it.")
        @Nullable
        String sizeLimit)
        implements ApiType {}
