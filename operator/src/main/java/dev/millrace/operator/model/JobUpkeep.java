package dev.millrace.operator.model;

import dev.millrace.crds.v1.MonitoringSpec;
import dev.millrace.crds.v1.StreamingJobSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects that help those who run the cluster: what may be evicted at the same time, and what is to be watched. */
final class JobUpkeep {
    private final JobId job;
    private final JobNames names;
    private final StreamingJobSpec spec;

    JobUpkeep(JobId job, StreamingJobSpec spec) {
        this.job = job;
        this.names = new JobNames(job.name());
        this.spec = spec;
    }

    /** Lets nodes be drained, one pod of the job at a time; for pods without a controller only a number can be said. */
    PodDisruptionBudget disruptionBudget() {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(job.metadata(names.disruptionBudget()))
                .withNewSpec()
                .withMinAvailable(new IntOrString(spec.executor().replicas()))
                .withNewSelector()
                .withMatchLabels(JobLabels.selector(job.name()))
                .endSelector()
                .endSpec()
                .build();
    }

    /** For the Prometheus operator, when the spec asks for it. */
    Optional<GenericKubernetesResource> podMonitor() {
        MonitoringSpec monitoring = spec.monitoring();
        if (monitoring == null || !monitoring.enabled() || !monitoring.podMonitor()) {
            return Optional.empty();
        }
        ObjectMeta metadata = job.metadata(names.podMonitor());
        if (monitoring.labels() != null) {
            Map<String, String> labels = new LinkedHashMap<>(monitoring.labels());
            labels.putAll(metadata.getLabels());
            metadata.setLabels(labels);
        }
        return Optional.of(new GenericKubernetesResourceBuilder()
                .withApiVersion("monitoring.coreos.com/v1")
                .withKind("PodMonitor")
                .withMetadata(metadata)
                .addToAdditionalProperties(
                        "spec",
                        Map.of(
                                "selector",
                                Map.of("matchLabels", JobLabels.selector(job.name(), JobLabels.DRIVER)),
                                "podMetricsEndpoints",
                                List.of(Map.of("port", "ui", "path", "/metrics", "interval", monitoring.interval()))))
                .build());
    }
}
