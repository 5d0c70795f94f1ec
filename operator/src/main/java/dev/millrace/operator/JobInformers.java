package dev.millrace.operator;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.operator.model.JobLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Caches of the objects of jobs, which lead from an object to its job by a label. Secrets are not among them, on purpose. */
final class JobInformers {
    private static final List<Class<? extends HasMetadata>> OBJECTS = List.of(
            ConfigMap.class,
            Service.class,
            PersistentVolumeClaim.class,
            NetworkPolicy.class,
            PodDisruptionBudget.class,
            Ingress.class);

    private static final GroupVersionKind POD_MONITOR =
            new GroupVersionKind("monitoring.coreos.com", "v1", "PodMonitor");

    private final boolean podMonitors;

    /** @param podMonitors whether the cluster has PodMonitors that may be watched */
    JobInformers(boolean podMonitors) {
        this.podMonitors = podMonitors;
    }

    List<EventSource<?, StreamingJobResource>> of(EventSourceContext<StreamingJobResource> context) {
        List<EventSource<?, StreamingJobResource>> sources = new ArrayList<>();
        sources.add(
                informer("Pod", InformerEventSourceConfiguration.from(Pod.class, StreamingJobResource.class), context));
        OBJECTS.forEach(type -> sources.add(informer(
                type.getSimpleName(),
                InformerEventSourceConfiguration.from(type, StreamingJobResource.class),
                context)));
        if (podMonitors) {
            sources.add(informer(
                    POD_MONITOR.getKind(),
                    InformerEventSourceConfiguration.from(POD_MONITOR, StreamingJobResource.class),
                    context));
        }
        return sources;
    }

    /** The job's objects in the caches, without its pods. */
    List<HasMetadata> objects(Context<StreamingJobResource> context) {
        List<HasMetadata> objects = new ArrayList<>();
        OBJECTS.forEach(type -> objects.addAll(context.getSecondaryResources(type)));
        if (podMonitors) {
            objects.addAll(context.getSecondaryResources(GenericKubernetesResource.class));
        }
        return objects;
    }

    private static <T extends HasMetadata> InformerEventSource<T, StreamingJobResource> informer(
            String name,
            InformerEventSourceConfiguration.Builder<T> builder,
            EventSourceContext<StreamingJobResource> context) {
        return new InformerEventSource<>(
                builder.withName(name)
                        .withLabelSelector(JobLabels.SELECTOR)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(JobInformers::job)
                        .build(),
                context);
    }

    private static Set<ResourceID> job(HasMetadata object) {
        String job = Objects.requireNonNullElse(object.getMetadata().getLabels(), java.util.Map.<String, String>of())
                .get(JobLabels.JOB);
        return job == null
                ? Set.of()
                : Set.of(new ResourceID(job, object.getMetadata().getNamespace()));
    }
}
