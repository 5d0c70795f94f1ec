package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to run, and on what. */
public record StreamingJobSpec(
        @ClusterOnly
        @JsonPropertyDescription("Container image of driver and executors. A local run uses the launcher's own build.")
        @Nullable
        String image,

        @ClusterOnly
        @JsonPropertyDescription("When the image is pulled. Kubernetes' own default where it is not set.")
        @Nullable
        ImagePullPolicy imagePullPolicy,

        @Required @JsonPropertyDescription("The program.") ApplicationSpec application,

        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription("Interval of batches. It overrides the one that the program names.")
        @Nullable
        String batchInterval,

        @JsonPropertyDescription(
                "Configuration of the engine and of the program: keys and values, all of them strings.")
        @Nullable
        Map<String, String> conf,

        @Default("{}") @JsonPropertyDescription("The process that makes the batches and runs the program's main.")
        DriverSpec driver,

        @Default("{}") @JsonPropertyDescription("The processes that run the tasks.")
        ExecutorSpec executor,

        @ClusterOnly
        @JsonPropertyDescription(
                "Where progress and state are kept. A local run keeps none, and starts anew each time.")
        @Nullable
        CheckpointSpec checkpoint,

        @Default("{}") @JsonPropertyDescription("What happens when a process fails.")
        RestartPolicy restartPolicy,

        @ClusterOnly @Default("false") @JsonPropertyDescription("Keeps the job on the cluster without running it.")
        Boolean suspend)
        implements CrossChecked {
    @Override
    public List<Violation> check() {
        return conf == null
                ? List.of()
                : conf.keySet().stream()
                        .flatMap(key -> ReservedKeys.advice(key).stream()
                                .map(advice -> new Violation("conf[\"" + key + "\"]", advice)))
                        .toList();
    }
}
