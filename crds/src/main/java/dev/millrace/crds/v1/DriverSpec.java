package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;

/** The process that makes the batches and runs the program's main. */
public record DriverSpec(
        @ClusterOnly @Default("1") @Min(1) @JsonPropertyDescription("Cores that the driver may use.")
        Integer cores,

        @Default("1g")
        @Pattern(MemoryText.PATTERN)
        @Expected(MemoryText.EXPECTED)
        @JsonPropertyDescription("Heap of the driver.")
        String memory) {}
