package dev.millrace.e2e.figures;

import dev.millrace.e2e.job.BuildOutput;
import dev.millrace.e2e.job.Installation;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.JobManifest;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A job is changed while there is no operator: how long after the start of its process an operator has reconciled it. */
final class OperatorStart implements Measurement {

    private static final double MEGABYTE = 1e6;
    private static final double LARGEST_IMAGE = 110;

    @Override
    public String name() {
        return "operator-start";
    }

    @Override
    public List<Series> measure(Bench bench) {
        List<Duration> times = new ArrayList<>();
        List<Double> fromScale = new ArrayList<>();
        RunningJob.inNamespace(bench, name(), namespace -> {
            Job job = Job.apply(namespace, suspended());
            job.awaitPhase("Suspended", RunningJob.SOON);
            for (int i = 0; i < bench.repeats(); i++) {
                bench.installation().scale(0);
                job.change("{\"executor\": {\"template\": {\"labels\": {\"figures/round\": \"%d\"}}}}".formatted(i));
                long generation = job.resource().get().getMetadata().getGeneration();
                Instant scaled = Instant.now();
                bench.cluster()
                        .kubectl(
                                "--namespace",
                                Installation.NAMESPACE,
                                "scale",
                                "deployment",
                                Installation.DEPLOYMENT,
                                "--replicas=1")
                        .orThrow();
                job.awaitStatus(
                        "to be reconciled by the new operator",
                        status -> status.path("observedGeneration").asLong() >= generation,
                        RunningJob.SOON);
                Instant reconciled = Instant.now();
                bench.installation().scale(1);
                times.add(Duration.between(processStart(bench), reconciled));
                fromScale.add(Duration.between(scaled, reconciled).toMillis() / 1_000.0);
                bench.tell(this, "%s, from kubectl scale %.2f s".formatted(times.get(i), fromScale.get(i)));
            }
        });
        return List.of(
                Series.ofTimes("operator: start of its process → first job reconciled", 3, times),
                Series.ofInterest("operator: `kubectl scale` 0 → 1 → first job reconciled", "s", fromScale),
                imageSize("operator", "operatorImage"),
                imageSize("runtime", "runtimeImage"));
    }

    /** The layers in the tar are compressed. */
    private static Series imageSize(String title, String image) {
        try {
            double size = Files.size(BuildOutput.file(image)) / MEGABYTE;
            return new Series(title + " image, compressed", "≤ 110 MB", LARGEST_IMAGE, "MB", List.of(size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant processStart(Bench bench) {
        Pod operator = bench.installation().pods().get(0);
        return OperatorPod.of(bench.installation(), operator).processStart();
    }

    private static JobManifest suspended() {
        return JobManifest.parse("""
                apiVersion: millrace.dev/v1
                kind: StreamingJob
                metadata: { name: suspended }
                spec:
                  suspend: true
                  application: { jar: "local:///opt/none.jar", mainClass: dev.millrace.None }
                  batchInterval: 1s
                """);
    }
}
