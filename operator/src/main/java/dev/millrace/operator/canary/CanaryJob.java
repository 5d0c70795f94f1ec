package dev.millrace.operator.canary;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.operator.model.Json;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;

/** The job that the operator keeps to check on itself. It is suspended, so it has no pods. */
final class CanaryJob {
    static final String NAME = "millrace-canary";

    private CanaryJob() {}

    static StreamingJobResource in(String namespace) {
        StreamingJobResource job = new StreamingJobResource();
        job.setMetadata(new ObjectMetaBuilder()
                .withName(NAME)
                .withNamespace(namespace)
                .withLabels(Map.of("app.kubernetes.io/name", NAME))
                .build());
        job.setSpec(spec(0));
        return job;
    }

    /** The same with the next number, a change that has to be reconciled. */
    static StreamingJobResource changed(StreamingJobResource job) {
        Integer before = job.getSpec() == null ? null : job.getSpec().restartNonce();
        job.setSpec(spec(before == null || before == Integer.MAX_VALUE ? 0 : before + 1));
        return job;
    }

    private static StreamingJobSpec spec(int nonce) {
        return Json.MAPPER.convertValue(
                Map.of(
                        "application",
                        Map.of("jar", "local:///canary.jar", "mainClass", "dev.millrace.Canary"),
                        "suspend",
                        true,
                        "restartNonce",
                        nonce),
                StreamingJobSpec.class);
    }
}
