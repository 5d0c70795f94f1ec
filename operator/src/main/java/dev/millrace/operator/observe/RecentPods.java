package dev.millrace.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which pods the operator itself has just told to end, until the cache knows: without it the next pass would see one that is
 * gone, and tell it again. Those that it has made are put into the cache at once. Thread-safe.
 */
public final class RecentPods {
    /** After this time the cache is believed whatever it says. */
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private final Clock clock;
    private final Map<String, Instant> deleted = new ConcurrentHashMap<>();
    private final Map<String, Instant> terminating = new ConcurrentHashMap<>();

    /** Remembers nothing yet. */
    public RecentPods(Clock clock) {
        this.clock = clock;
    }

    public void deleted(String uid) {
        deleted.put(uid, clock.instant());
    }

    public void terminating(String uid) {
        terminating.put(uid, clock.instant());
    }

    /** The pods of the cache, brought up to date with what was done since. */
    Collection<Pod> overlay(Collection<Pod> cached) {
        forgetOld();
        return cached.stream()
                .filter(pod -> !deleted.containsKey(pod.getMetadata().getUid()))
                .map(pod -> terminating.containsKey(pod.getMetadata().getUid()) ? ending(pod) : pod)
                .toList();
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
        deleted.values().removeIf(time -> time.isBefore(limit));
        terminating.values().removeIf(time -> time.isBefore(limit));
    }
}
