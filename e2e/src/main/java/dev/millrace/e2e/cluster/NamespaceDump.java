package dev.millrace.e2e.cluster;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes down what is in a namespace: {@code events.txt}, {@code nodes.txt}, {@code objects/KIND.yaml} for each kind there is, custom ones too,
 * but for secrets, and {@code logs/POD.CONTAINER.log}, with {@code .previous} for a container's last life.
 */
public final class NamespaceDump {

    private static final List<String> API_VERSIONS = List.of(
            "v1",
            "apps/v1",
            "batch/v1",
            "policy/v1",
            "networking.k8s.io/v1",
            "discovery.k8s.io/v1",
            "coordination.k8s.io/v1",
            "autoscaling/v2",
            "millrace.dev/v1");

    private final NamespacedKubernetesClient client;
    private final Path directory;

    public NamespaceDump(NamespacedKubernetesClient client, Path directory) {
        this.client = client;
        this.directory = directory;
    }

    public void write() {
        write("events.txt", events(client));
        write("nodes.txt", nodes(client));
        API_VERSIONS.forEach(this::writeObjects);
        client.pods().list().getItems().forEach(this::writeLogs);
    }

    static String events(NamespacedKubernetesClient client) {
        return client.v1().events().list().getItems().stream()
                .sorted(Comparator.comparing(NamespaceDump::time))
                .map(event -> "%s %s %s/%s %s: %s"
                        .formatted(
                                time(event),
                                event.getType(),
                                event.getInvolvedObject().getKind(),
                                event.getInvolvedObject().getName(),
                                event.getReason(),
                                event.getMessage()))
                .collect(Collectors.joining("\n"));
    }

    /** Each node with what keeps pods away from it, and its conditions. */
    static String nodes(NamespacedKubernetesClient client) {
        return client.nodes().list().getItems().stream()
                .map(node -> "%s%s%s%n%s"
                        .formatted(
                                node.getMetadata().getName(),
                                Boolean.TRUE.equals(node.getSpec().getUnschedulable()) ? ", cordoned" : "",
                                node.getSpec().getTaints().stream()
                                        .map(taint -> ", tainted %s:%s".formatted(taint.getKey(), taint.getEffect()))
                                        .collect(Collectors.joining()),
                                node.getStatus().getConditions().stream()
                                        .map(condition -> "  %s=%s since %s: %s"
                                                .formatted(
                                                        condition.getType(),
                                                        condition.getStatus(),
                                                        condition.getLastTransitionTime(),
                                                        condition.getMessage()))
                                        .collect(Collectors.joining("\n"))))
                .collect(Collectors.joining("\n"));
    }

    private static String time(Event event) {
        return Stream.of(
                        event.getLastTimestamp(),
                        event.getEventTime() == null
                                ? null
                                : event.getEventTime().getTime(),
                        event.getFirstTimestamp())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("?");
    }

    private void writeObjects(String apiVersion) {
        APIResourceList kinds = client.getApiResources(apiVersion);
        if (kinds == null) {
            return;
        }
        for (APIResource kind : kinds.getResources()) {
            boolean readable = Boolean.TRUE.equals(kind.getNamespaced())
                    && kind.getVerbs().contains("list")
                    && !kind.getName().contains("/");
            if (readable && !List.of("Secret", "Event").contains(kind.getKind())) {
                writeObjects(apiVersion, kind);
            }
        }
    }

    private void writeObjects(String apiVersion, APIResource kind) {
        int slash = apiVersion.indexOf('/');
        ResourceDefinitionContext definition = new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
                .withVersion(apiVersion.substring(slash + 1))
                .withKind(kind.getKind())
                .withPlural(kind.getName())
                .withNamespaced(true)
                .build();
        List<? extends HasMetadata> objects =
                client.genericKubernetesResources(definition).list().getItems();
        if (!objects.isEmpty()) {
            write(
                    "objects/" + kind.getKind() + ".yaml",
                    objects.stream().map(Serialization::asYaml).collect(Collectors.joining()));
        }
    }

    private void writeLogs(Pod pod) {
        String name = pod.getMetadata().getName();
        Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream())
                // Of a container that no kubelet has made, the API server would wait for a log for ever.
                .filter(container -> container.getContainerID() != null)
                .forEach(container -> {
                    writeLog(name, container, false);
                    if (container.getRestartCount() > 0) {
                        writeLog(name, container, true);
                    }
                });
    }

    private void writeLog(String pod, ContainerStatus container, boolean previous) {
        var logs = client.pods().withName(pod).inContainer(container.getName());
        String text;
        try {
            text = previous ? logs.terminated().getLog() : logs.getLog();
        } catch (KubernetesClientException e) {
            // Its log is gone: that is worth knowing, and no reason to lose the rest.
            text = e.toString();
        }
        write("logs/" + pod + "." + container.getName() + (previous ? ".previous.log" : ".log"), text);
    }

    private void write(String file, String text) {
        try {
            Path target = directory.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
