package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.pod.PodTemplate;
import dev.millrace.crds.v1.pod.ResourceRequirements;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The process that makes the batches and runs the program's main. */
public record DriverSpec(
        @ClusterOnly @Default("1") @Min(1) @JsonPropertyDescription("Cores that the driver may use.")
        Integer cores,

        @Default("1g")
        @Size(max = 16)
        @Pattern(MemoryText.PATTERN)
        @Expected(MemoryText.EXPECTED)
        @JsonPropertyDescription("Heap of the driver.")
        String memory,

        @ClusterOnly
        @JsonPropertyDescription(
                "What the driver's container asks of its node, instead of what follows from cores and memory.")
        @Nullable
        ResourceRequirements resources,

        @ClusterOnly @JsonPropertyDescription("What the driver's pod has besides.") @Nullable
        PodTemplate template)
        implements ApiType {}
