package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;

/** The processes that run the tasks. */
public record ExecutorSpec(
        @Default("1") @Min(1) @JsonPropertyDescription("Number of executors.")
        Integer replicas,

        @Default("1") @Min(1) @JsonPropertyDescription("Tasks that one executor runs at the same time.")
        Integer cores,

        @Default("1g")
        @Pattern(MemoryText.PATTERN)
        @Expected(MemoryText.EXPECTED)
        @JsonPropertyDescription("Heap of one executor.")
        String memory) {}
