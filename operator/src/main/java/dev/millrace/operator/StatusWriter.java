package dev.millrace.operator;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes statuses, each on the version that it was made from: if anybody has changed the job since, the write fails, and so
 * does the pass, before anything is done. As the status is the operator's memory, and caches lag behind, the last one
 * written is kept until the cache has it. Thread-safe.
 */
final class StatusWriter {
    private record Written(String version, StreamingJobStatus status) {}

    private final KubernetesClient client;
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    StatusWriter(KubernetesClient client) {
        this.client = client;
    }

    /** Brings a job from the cache up to date with what was written to it. */
    void refresh(StreamingJobResource job) {
        Written last = written.get(job.getMetadata().getUid());
        if (last == null) {
            return;
        }
        if (isOlder(job.getMetadata().getResourceVersion(), last.version())) {
            job.setStatus(last.status());
            job.getMetadata().setResourceVersion(last.version());
        } else {
            written.remove(job.getMetadata().getUid(), last);
        }
    }

    /** Writes a status unless it says nothing new. */
    void write(StreamingJobResource job, StreamingJobStatus status) {
        if (status.equals(job.getStatus())) {
            return;
        }
        job.setStatus(status);
        StreamingJobResource answer = client.resource(job).updateStatus();
        written.put(job.getMetadata().getUid(), new Written(answer.getMetadata().getResourceVersion(), status));
    }

    void forget(String uid) {
        written.remove(uid);
    }

    /** Versions are numbers that grow, as far as the API server's storage goes. */
    private static boolean isOlder(String version, String than) {
        try {
            return Long.parseUnsignedLong(version) < Long.parseUnsignedLong(than);
        } catch (NumberFormatException e) {
            return !Objects.equals(version, than);
        }
    }
}
