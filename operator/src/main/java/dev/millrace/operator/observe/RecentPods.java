package dev.millrace.operator.observe;

import dev.millrace.operator.model.JobLabels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the operator itself has just done to pods, until the cache knows: without it the next pass would see a pod that is
 * deleted, miss one that was made, and start something a second time. Thread-safe.
 */
public final class RecentPods {
    /** After this time the cache is believed whatever it says. */
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private record Created(Pod pod, Instant at) {}

    private final Clock clock;
    private final Function<Pod, Optional<Pod>> live;
    private final Map<String, Created> created = new ConcurrentHashMap<>();
    private final Map<String, Instant> deleted = new ConcurrentHashMap<>();
    private final Map<String, Instant> terminating = new ConcurrentHashMap<>();

    /**
     * Remembers nothing yet.
     *
     * @param live reads a pod from the API server itself; empty when it is gone
     */
    public RecentPods(Clock clock, Function<Pod, Optional<Pod>> live) {
        this.clock = clock;
        this.live = live;
    }

    public void created(Pod pod) {
        created.put(pod.getMetadata().getUid(), new Created(pod, clock.instant()));
    }

    public void deleted(String uid) {
        created.remove(uid);
        deleted.put(uid, clock.instant());
    }

    public void terminating(String uid) {
        terminating.put(uid, clock.instant());
    }

    /**
     * The pods of a job in the cache, brought up to date with what was done since. One that was made and is not in the cache
     * may be gone again already, so that is looked up.
     */
    public Collection<Pod> overlay(String namespace, String job, Collection<Pod> cached) {
        forgetOld();
        Map<String, Pod> pods = new LinkedHashMap<>();
        for (Pod pod : cached) {
            String uid = pod.getMetadata().getUid();
            created.remove(uid);
            if (!deleted.containsKey(uid)) {
                pods.put(pod.getMetadata().getName(), terminating.containsKey(uid) ? ending(pod) : pod);
            }
        }
        for (Created each : created.values()) {
            Pod pod = each.pod();
            boolean own = pod.getMetadata().getNamespace().equals(namespace)
                    && job.equals(pod.getMetadata().getLabels().get(JobLabels.JOB));
            if (own) {
                lookUp(pod).ifPresent(now -> pods.put(now.getMetadata().getName(), now));
            }
        }
        return pods.values();
    }

    private Optional<Pod> lookUp(Pod pod) {
        String uid = pod.getMetadata().getUid();
        Optional<Pod> now =
                live.apply(pod).filter(found -> uid.equals(found.getMetadata().getUid()));
        if (now.isEmpty()) {
            created.remove(uid);
        }
        return now;
    }

    private Pod ending(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null
                ? pod
                : new PodBuilder(pod)
                        .editMetadata()
                        .withDeletionTimestamp(clock.instant().toString())
                        .endMetadata()
                        .build();
    }

    private void forgetOld() {
        Instant limit = clock.instant().minus(MEMORY);
        created.values().removeIf(each -> each.at().isBefore(limit));
        deleted.values().removeIf(time -> time.isBefore(limit));
        terminating.values().removeIf(time -> time.isBefore(limit));
    }
}
