package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** A streaming job: a program, and the driver and executors that run it. */
@ValidationRule(value = CheckpointPlace.STAYS, message = CheckpointPlace.MOVED, fieldPath = ".spec.checkpoint")
public record StreamingJob(
        @Required
        @Pattern("^millrace\\.dev/v1$")
        @Expected(API_VERSION)
        @JsonPropertyDescription("Version of the resource's schema.")
        String apiVersion,

        @Required @Pattern("^StreamingJob$") @Expected(KIND) @JsonPropertyDescription("Kind of the resource.")
        String kind,

        @Required @JsonPropertyDescription("Name and labels of the job.")
        Metadata metadata,

        @Required @JsonPropertyDescription("What to run, and on what.")
        StreamingJobSpec spec)
        implements ApiType {
    public static final String API_VERSION = "millrace.dev/v1";
    public static final String KIND = "StreamingJob";
}
