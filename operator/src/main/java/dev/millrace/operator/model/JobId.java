package dev.millrace.operator.model;

import dev.millrace.crds.resource.StreamingJobResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/** Which job an object belongs to. */
public record JobId(String namespace, String name, String uid) {
    public static JobId of(StreamingJobResource job) {
        ObjectMeta metadata = job.getMetadata();
        return new JobId(metadata.getNamespace(), metadata.getName(), metadata.getUid());
    }

    /** Reference by which Kubernetes deletes the object after its job. */
    OwnerReference owner() {
        return new OwnerReferenceBuilder()
                .withApiVersion("millrace.dev/v1")
                .withKind("StreamingJob")
                .withName(name)
                .withUid(uid)
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }

    /** Metadata of an object that goes with the job. */
    ObjectMeta metadata(String objectName) {
        return new ObjectMetaBuilder(lasting(objectName))
                .withOwnerReferences(owner())
                .build();
    }

    /** Metadata of an object that can outlive the job. */
    ObjectMeta lasting(String objectName) {
        return new ObjectMetaBuilder()
                .withName(objectName)
                .withNamespace(namespace)
                .withLabels(JobLabels.of(name))
                .build();
    }
}
