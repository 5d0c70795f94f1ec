package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.pod.PodTemplate;
import dev.millrace.crds.v1.pod.ResourceRequirements;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/** The processes that run the tasks. */
public record ExecutorSpec(
        @SpecReplicas
        @Default("1")
        @Min(1)
        @JsonPropertyDescription("Number of executors. A change of it alone restarts nothing.")
        Integer replicas,

        @Default("1") @Min(1) @JsonPropertyDescription("Tasks that one executor runs at the same time.")
        Integer cores,

        @Default("1g")
        @Size(max = 16)
        @Pattern(MemoryText.PATTERN)
        @Expected(MemoryText.EXPECTED)
        @JsonPropertyDescription("Heap of one executor.")
        String memory,

        @ClusterOnly
        @JsonPropertyDescription(
                "What an executor's container asks of its node, instead of what follows from cores and memory.")
        @Nullable
        ResourceRequirements resources,

        @ClusterOnly @JsonPropertyDescription("What the executors' pods have besides.") @Nullable
        PodTemplate template)
        implements ApiType {}
