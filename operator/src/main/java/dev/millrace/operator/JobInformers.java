package dev.millrace.operator;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.operator.model.JobLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
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

    private JobInformers() {}

    static List<EventSource<?, StreamingJobResource>> of(EventSourceContext<StreamingJobResource> context) {
        List<EventSource<?, StreamingJobResource>> sources = new ArrayList<>();
        sources.add(informer(Pod.class, context));
        OBJECTS.forEach(type -> sources.add(informer(type, context)));
        return sources;
    }

    /** The job's objects in the caches, without its pods. */
    static List<HasMetadata> objects(Context<StreamingJobResource> context) {
        List<HasMetadata> objects = new ArrayList<>();
        OBJECTS.forEach(type -> objects.addAll(context.getSecondaryResources(type)));
        return objects;
    }

    private static <T extends HasMetadata> InformerEventSource<T, StreamingJobResource> informer(
            Class<T> type, EventSourceContext<StreamingJobResource> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, StreamingJobResource.class)
                        .withName(type.getSimpleName())
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
