package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to run, and on what. */
@ValidationRule(
        value = StreamingJobSpec.HAS_PROGRAM,
        message = StreamingJobSpec.PROGRAM_MISSING,
        fieldPath = ".application")
public record StreamingJobSpec(
        @ClusterOnly
        @Size(min = 1, max = 512)
        @JsonPropertyDescription("Container image of driver and executors. A local run uses the launcher's own build.")
        @Nullable
        String image,

        @ClusterOnly
        @JsonPropertyDescription("When the image is pulled. Kubernetes' own default where it is not set.")
        @Nullable
        ImagePullPolicy imagePullPolicy,

        @ClusterOnly
        @KeyedBy("name")
        @Size(max = 16)
        @JsonPropertyDescription("Secrets with the credentials of registries.")
        @Nullable
        List<PullSecret> imagePullSecrets,

        @Required @JsonPropertyDescription("The program.") ApplicationSpec application,

        @Size(max = 16)
        @Pattern(DurationText.PATTERN)
        @Expected(DurationText.EXPECTED)
        @JsonPropertyDescription("Interval of batches. It overrides the one that the program names.")
        @Nullable
        String batchInterval,

        @Size(max = 256)
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
                "Where progress and state are kept. A local run keeps them where --checkpoint says, and else starts anew each time.")
        @Nullable
        CheckpointSpec checkpoint,

        @Default("{}") @JsonPropertyDescription("What happens when a process fails.")
        RestartPolicy restartPolicy,

        @ClusterOnly @Default("false") @JsonPropertyDescription("Keeps the job on the cluster without running it.")
        Boolean suspend,

        @ClusterOnly @Min(0) @JsonPropertyDescription("Any change of this number restarts the job.") @Nullable
        Integer restartNonce,

        @ClusterOnly
        @Default("FromCheckpoint")
        @JsonPropertyDescription("How the job goes on after a change that restarts it.")
        UpgradeMode upgradeMode,

        @ClusterOnly @JsonPropertyDescription("How its metrics are collected.") @Nullable
        MonitoringSpec monitoring,

        @ClusterOnly
        @JsonPropertyDescription("How the driver's pages and status API are reached from outside its pod.")
        @Nullable
        UiSpec ui)
        implements ApiType, CrossChecked {
    public StreamingJobSpec {
        imagePullSecrets = imagePullSecrets == null ? null : List.copyOf(imagePullSecrets);
        conf = conf == null ? null : Frozen.map(conf);
    }

    static final String HAS_PROGRAM = "has(self.image) || has(self.application.jar) || has(self.application.volume)";
    static final String PROGRAM_MISSING =
            "nothing says where the program is: set application.jar, application.volume, or an image that has it";

    @Override
    public List<Violation> check() {
        List<Violation> violations = new ArrayList<>();
        if (image == null && application.jar() == null && application.volume() == null) {
            violations.add(new Violation("application", PROGRAM_MISSING));
        }
        for (String key : conf == null ? Set.<String>of() : conf.keySet()) {
            ReservedKeys.advice(key)
                    .ifPresent(advice -> violations.add(new Violation("conf[\"" + key + "\"]", advice)));
        }
        return violations;
    }
}
