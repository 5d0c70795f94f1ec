package dev.millrace.operator;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.operator.model.JobLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Caches of the objects of jobs, which lead from an object to its job by a label. Secrets are not among them, on purpose.
 * Thread-safe.
 */
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
    private final Map<Class<?>, InformerEventSource<?, StreamingJobResource>> sources = new ConcurrentHashMap<>();

    /** @param podMonitors whether the cluster has PodMonitors that may be watched */
    JobInformers(boolean podMonitors) {
        this.podMonitors = podMonitors;
    }

    List<EventSource<?, StreamingJobResource>> of(EventSourceContext<StreamingJobResource> context) {
        add(Pod.class, context);
        OBJECTS.forEach(type -> add(type, context));
        if (podMonitors) {
            sources.put(
                    GenericKubernetesResource.class,
                    informer(
                            POD_MONITOR.getKind(),
                            InformerEventSourceConfiguration.from(POD_MONITOR, StreamingJobResource.class),
                            context));
        }
        return List.copyOf(sources.values());
    }

    private <T extends HasMetadata> void add(Class<T> type, EventSourceContext<StreamingJobResource> context) {
        InformerEventSourceConfiguration.Builder<T> builder =
                InformerEventSourceConfiguration.from(type, StreamingJobResource.class);
        if (type == PodDisruptionBudget.class) {
            builder.withOnUpdateFilter((now, before) -> !isStatusOnly(now, before));
        }
        sources.put(type, informer(type.getSimpleName(), builder, context));
    }

    /** Of a budget, only the status changes whenever a pod comes or goes, and nobody here reads it. */
    private static boolean isStatusOnly(HasMetadata now, HasMetadata before) {
        ObjectMeta meta = now.getMetadata();
        ObjectMeta old = before.getMetadata();
        return Objects.equals(meta.getGeneration(), old.getGeneration())
                && Objects.equals(meta.getLabels(), old.getLabels())
                && Objects.equals(meta.getAnnotations(), old.getAnnotations())
                && Objects.equals(meta.getDeletionTimestamp(), old.getDeletionTimestamp());
    }

    /**
     * Puts an object that the operator has just made into its cache, before the API server tells of it, for the next pass to
     * see it.
     */
    void created(HasMetadata object) {
        InformerEventSource<?, StreamingJobResource> source = sources.get(object.getClass());
        if (source != null) {
            put(source, object);
        }
    }

    @SuppressWarnings("unchecked") // the source was put under the class of its objects
    private static <T extends HasMetadata> void put(
            InformerEventSource<T, StreamingJobResource> source, HasMetadata object) {
        source.handleRecentResourceCreate(ResourceID.fromResource(object), (T) object);
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
                // What is new the operator made itself, or something happens to it next, such as a pod's being
                // scheduled.
                builder.withOnAddFilter(object -> false)
                        .withName(name)
                        .withLabelSelector(JobLabels.SELECTOR)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(JobInformers::job)
                        .build(),
                context);
    }

    private static Set<ResourceID> job(HasMetadata object) {
        String job = Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of())
                .get(JobLabels.JOB);
        return job == null
                ? Set.of()
                : Set.of(new ResourceID(job, object.getMetadata().getNamespace()));
    }
}
