package dev.millrace.e2e.figures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.job.Installation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;

/** What the operator's pod says of itself, and what its kubelet says of it; both asked through the API server. */
record OperatorPod(KubernetesClient client, Pod pod) {

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final double MEGABYTE = 1e6;

    static OperatorPod of(Installation installation, Pod pod) {
        return new OperatorPod(installation.client(), pod);
    }

    /** When its process was started, by its own clock. */
    Instant processStart() {
        return Instant.ofEpochMilli(Math.round(metric("process_start_time_seconds") * 1_000));
    }

    /** The sum of all meters of this name. */
    double metric(String name) {
        return raw("/api/v1/namespaces/%s/pods/%s:8080/proxy/metrics"
                        .formatted(
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getName()))
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What counts against the memory limit of its container, in MB: all but cached files that nobody has used lately. */
    double workingSet() {
        return memory("workingSetBytes");
    }

    /** Memory of its process that is no file's, in MB. */
    double anonymous() {
        return memory("rssBytes");
    }

    private double memory(String figure) {
        JsonNode summary = JSON.unmarshal(
                raw("/api/v1/nodes/%s/proxy/stats/summary"
                        .formatted(pod.getSpec().getNodeName())),
                JsonNode.class);
        for (JsonNode each : summary.path("pods")) {
            if (each.at("/podRef/uid").asText().equals(pod.getMetadata().getUid())) {
                return each.at("/containers/0/memory/" + figure).asDouble(Double.NaN) / MEGABYTE;
            }
        }
        return Double.NaN;
    }

    private String raw(String path) {
        String answer = client.raw(path);
        if (answer == null) {
            throw new IllegalStateException("nothing at %s of the API server".formatted(path));
        }
        return answer;
    }
}
