package dev.millrace.operator.act;

import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.model.TemplateKeys;
import dev.millrace.operator.observe.PodSighting;
import dev.millrace.operator.observe.RecentPods;
import dev.millrace.operator.plan.Action;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, changes and deletes pods. A pod is deleted only if it is the very one that was seen. Thread-safe. */
final class PodWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PodWriter.class);

    private final KubernetesClient client;
    private final RecentPods recent;
    private final Consumer<HasMetadata> created;

    PodWriter(KubernetesClient client, RecentPods recent, Consumer<HasMetadata> created) {
        this.client = client;
        this.recent = recent;
        this.created = created;
    }

    void create(Pod pod) {
        try {
            Pod made = client.resource(pod).create();
            created.accept(made);
            LOG.info("pod created: namespace={} pod={}", namespace(pod), name(pod));
        } catch (KubernetesClientException e) {
            if (!Conflicts.isConflict(e)) {
                throw e;
            }
            LOG.debug("pod exists already: namespace={} pod={}", namespace(pod), name(pod));
        }
    }

    void delete(Action.DeletePod action) {
        LOG.info(
                "pod is deleted: namespace={} pod={} reason={}",
                namespace(action.pod().pod()),
                action.pod().name(),
                action.why());
        delete(action.pod(), action.graceSeconds());
    }

    void relabel(Action.RelabelPod action) {
        Pod pod = action.pod().pod();
        try {
            client.pods().inNamespace(namespace(pod)).withName(name(pod)).edit(current -> relabelled(current, action));
        } catch (KubernetesClientException e) {
            if (!Conflicts.isNotFound(e) && !Conflicts.isConflict(e)) {
                throw e;
            }
        }
    }

    /** What came from the spec before, and does not any more, goes. */
    private static Pod relabelled(Pod pod, Action.RelabelPod action) {
        Map<String, String> labels =
                new TreeMap<>(Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of()));
        Map<String, String> annotations =
                new TreeMap<>(Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of()));
        TemplateKeys before = TemplateKeys.parse(annotations.getOrDefault(JobLabels.TEMPLATE_KEYS, ""));
        labels.keySet().removeAll(before.labels());
        annotations.keySet().removeAll(before.annotations());
        labels.putAll(action.labels());
        annotations.putAll(action.annotations());
        return new PodBuilder(pod)
                .editMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    /**
     * Gives up a pod whose end is overdue, if a live look finds its node gone or not ready. Where the operator may not look
     * at nodes, the overdue end has to do; if the process lives on after all, the epoch of the next driver shuts it out.
     */
    void release(PodSighting seen) {
        Pod pod = client.pods()
                .inNamespace(namespace(seen.pod()))
                .withName(seen.name())
                .get();
        if (pod == null || !Objects.equals(pod.getMetadata().getUid(), seen.uid())) {
            return;
        }
        if (isNodeLost(pod)) {
            LOG.warn(
                    "pod is given up, its node is gone: namespace={} pod={} node={}",
                    namespace(pod),
                    name(pod),
                    pod.getSpec().getNodeName());
            delete(seen, 0);
        }
    }

    private boolean isNodeLost(Pod pod) {
        String name = pod.getSpec().getNodeName();
        if (name == null) {
            return true;
        }
        try {
            Node node = client.nodes().withName(name).get();
            return node == null
                    || node.getStatus().getConditions().stream()
                            .noneMatch(condition ->
                                    "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
        } catch (KubernetesClientException e) {
            if (Conflicts.isForbidden(e)) {
                return true;
            }
            throw e;
        }
    }

    private void delete(PodSighting pod, long graceSeconds) {
        String path = "/api/v1/namespaces/" + namespace(pod.pod()) + "/pods/" + pod.name();
        try {
            client.raw(
                    path,
                    "DELETE",
                    new DeleteOptionsBuilder()
                            .withGracePeriodSeconds(graceSeconds < 0 ? null : graceSeconds)
                            .withNewPreconditions(null, pod.uid())
                            .build());
        } catch (KubernetesClientException e) {
            if (!Conflicts.isNotFound(e) && !Conflicts.isConflict(e)) {
                throw e;
            }
        }
        if (graceSeconds == 0) {
            recent.deleted(pod.uid());
        } else {
            recent.terminating(pod.uid());
        }
    }

    private static String namespace(Pod pod) {
        return pod.getMetadata().getNamespace();
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
