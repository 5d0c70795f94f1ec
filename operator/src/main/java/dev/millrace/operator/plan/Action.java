package dev.millrace.operator.plan;

import dev.millrace.operator.model.JobId;
import dev.millrace.operator.observe.PodSighting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing to do in the cluster. Each can be done twice without harm. */
public sealed interface Action {
    /**
     * Sees to the job's authority and to certificates for driver, operator and so many executors.
     *
     * @param isNew whether nothing was ever done for the job, so that there is most likely none yet
     */
    record EnsureCertificates(JobId job, int executors, boolean isNew) implements Action {}

    /**
     * Creates an object, or makes it as it should be.
     *
     * @param there the object as it was seen; null when there was none
     */
    record Apply(HasMetadata object, @Nullable HasMetadata there) implements Action {}

    /** Deletes an object of the job that should not be any more. */
    record Remove(HasMetadata object) implements Action {}

    /** Creates a pod; an existing one of the same name stays as it is. */
    record CreatePod(Pod pod) implements Action {}

    /**
     * Asks a pod to end.
     *
     * @param graceSeconds how long its process may take; negative for what the pod itself says
     */
    record DeletePod(PodSighting pod, long graceSeconds, String why) implements Action {}

    /** Forgets a pod that does not end, if a live look says that its node is gone. */
    record ReleasePod(PodSighting pod) implements Action {}

    /** Changes labels and annotations of a pod while it runs. */
    record RelabelPod(PodSighting pod, Map<String, String> labels, Map<String, String> annotations) implements Action {}

    /**
     * Tells the driver how many executors the job should have, and which are to leave at the next batch boundary.
     *
     * @param leaving ordinals of executors to be replaced
     */
    record TellDriver(JobId job, PodSighting driver, int desired, Set<Integer> leaving) implements Action {}
}
