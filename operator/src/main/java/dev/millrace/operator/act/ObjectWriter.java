package dev.millrace.operator.act;

import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.model.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes objects what they should be. A change names the version that it is based on, so that an operator that is not the
 * leader any more cannot undo what the new one has done; server-side apply with force would. Thread-safe.
 */
final class ObjectWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectWriter.class);

    private final KubernetesClient client;
    private final Consumer<HasMetadata> created;

    ObjectWriter(KubernetesClient client, Consumer<HasMetadata> created) {
        this.client = client;
        this.created = created;
    }

    /**
     * Makes an object what it should be.
     *
     * @param there what the cache has; only where it lacks an object that exists, the API server is asked for it
     */
    void apply(HasMetadata desired, @Nullable HasMetadata there) {
        if (there != null) {
            change(desired, there);
        } else if (!create(desired)) {
            HasMetadata live = client.resource(desired).get();
            if (live != null && !hash(desired).equals(hash(live))) {
                change(desired, live);
            }
        }
    }

    private void change(HasMetadata desired, HasMetadata there) {
        requireOwn(desired, there);
        LOG.debug(
                "object is changed: kind={} name={}",
                desired.getKind(),
                desired.getMetadata().getName());
        try {
            client.resource(merged(desired, there)).update();
        } catch (KubernetesClientException e) {
            if (!Conflicts.isNotFound(e)) {
                throw e;
            }
            // deleted in the meantime, which the next pass sees
        }
    }

    private static String hash(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.<String, String>of())
                .getOrDefault(JobLabels.OBJECT_HASH, "");
    }

    /** Somebody may have had an object of that name before the job came; it is not ours to change. */
    private static void requireOwn(HasMetadata desired, HasMetadata there) {
        Map<String, String> labels =
                Objects.requireNonNullElse(there.getMetadata().getLabels(), Map.of());
        String job = desired.getMetadata().getLabels().get(JobLabels.JOB);
        if (!Objects.equals(job, labels.get(JobLabels.JOB))) {
            throw new ForeignObjectException(there);
        }
    }

    void remove(HasMetadata object) {
        try {
            client.resource(object).delete();
        } catch (KubernetesClientException e) {
            if (!Conflicts.isNotFound(e)) {
                throw e;
            }
        }
    }

    /** Returns false when an object of that name exists. */
    private boolean create(HasMetadata desired) {
        try {
            created.accept(client.resource(desired).create());
            return true;
        } catch (KubernetesClientException e) {
            if (!Conflicts.isConflict(e)) {
                throw e;
            }
            return false;
        }
    }

    /** The object as desired, with what the API server and others have put into it and nobody may take out. */
    static HasMetadata merged(HasMetadata desired, HasMetadata there) {
        HasMetadata merged = copy(desired);
        if (there instanceof PersistentVolumeClaim claim && desired instanceof PersistentVolumeClaim wanted) {
            merged = new PersistentVolumeClaimBuilder(claim)
                    .editSpec()
                    .withResources(wanted.getSpec().getResources())
                    .endSpec()
                    .build();
        } else if (there instanceof Service service && merged instanceof Service wanted) {
            wanted.getSpec().setClusterIP(service.getSpec().getClusterIP());
            wanted.getSpec().setClusterIPs(service.getSpec().getClusterIPs());
        }
        merged.setMetadata(metadata(desired.getMetadata(), there.getMetadata()));
        return merged;
    }

    private static ObjectMeta metadata(ObjectMeta desired, ObjectMeta there) {
        ObjectMeta metadata = Json.MAPPER.convertValue(there, ObjectMeta.class);
        metadata.setManagedFields(null);
        metadata.setLabels(union(there.getLabels(), desired.getLabels()));
        metadata.setAnnotations(union(there.getAnnotations(), desired.getAnnotations()));
        metadata.setOwnerReferences(desired.getOwnerReferences());
        return metadata;
    }

    private static Map<String, String> union(
            @Nullable Map<String, String> there, @Nullable Map<String, String> desired) {
        Map<String, String> union = new LinkedHashMap<>(Objects.requireNonNullElse(there, Map.of()));
        union.putAll(Objects.requireNonNullElse(desired, Map.of()));
        return union;
    }

    private static HasMetadata copy(HasMetadata object) {
        return Json.MAPPER.convertValue(Json.MAPPER.valueToTree(object), object.getClass());
    }
}
