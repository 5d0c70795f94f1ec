package dev.millrace.operator.driver;

import dev.millrace.crds.resource.StreamingJobResource;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every running driver how its job goes, again and again, on the threads of Vert.x: a driver that hangs costs no thread
 * of the reconciler. A job is reconciled when an answer says something new; figures of batches alone are nothing new.
 * Thread-safe.
 */
public final class DriverPoller extends AbstractEventSource<DriverSighting, StreamingJobResource> {
    private static final Logger LOG = LoggerFactory.getLogger(DriverPoller.class);
    private static final Duration WHILE_STARTING = Duration.ofMillis(250);

    private final Vertx vertx;
    private final Clock clock;
    private final Duration interval;
    private final Duration timeout;
    private final Map<ResourceID, Watch> watches = new ConcurrentHashMap<>();

    /**
     * Asks nobody yet.
     *
     * @param interval pause between two questions to a driver that runs
     * @param timeout how long a driver may take to answer
     */
    public DriverPoller(Vertx vertx, Clock clock, Duration interval, Duration timeout) {
        super(DriverSighting.class, "driver");
        this.vertx = vertx;
        this.clock = clock;
        this.interval = interval;
        this.timeout = timeout;
    }

    private final class Watch {
        final ResourceID job;
        final DriverTarget target;
        final DriverLink link;
        volatile DriverSighting sighting;
        volatile boolean stopped;

        Watch(ResourceID job, DriverTarget target) {
            this.job = job;
            this.target = target;
            this.link = new DriverLink(vertx, target, timeout);
            this.sighting = new DriverSighting(target.podUid(), null, clock.instant(), null);
        }

        void ask() {
            if (stopped) {
                return;
            }
            var unused = link.report().onComplete(answer -> {
                DriverSighting before = sighting;
                sighting = next(before, answer.succeeded() ? answer.result() : null);
                if (answer.failed()) {
                    LOG.debug("driver does not answer: job={} {}", job, String.valueOf(answer.cause()));
                }
                if (!stopped && isNews(before, sighting)) {
                    getEventHandler().handleEvent(new Event(job));
                }
                vertx.setTimer(pause().toMillis(), timer -> ask());
            });
        }

        private DriverSighting next(DriverSighting before, @Nullable DriverReport report) {
            if (report != null) {
                return new DriverSighting(target.podUid(), report, clock.instant(), null);
            }
            return new DriverSighting(
                    target.podUid(),
                    before.report(),
                    before.at(),
                    before.silentSince() == null ? clock.instant() : before.silentSince());
        }

        private Duration pause() {
            DriverReport report = sighting.report();
            boolean settled = sighting.answers() && report != null && report.isRunning() && report.lastBatch() != null;
            return settled ? interval : WHILE_STARTING;
        }

        void stop() {
            stopped = true;
            link.close();
        }
    }

    /** Asks this driver from now on, in place of one that the job had before. */
    public void watch(ResourceID job, DriverTarget target) {
        if (!isRunning()) {
            return;
        }
        Watch known = watches.get(job);
        if (known != null && known.target.equals(target)) {
            return;
        }
        forget(job);
        Watch watch = new Watch(job, target);
        watches.put(job, watch);
        watch.ask();
    }

    /** Asks the driver of this job no more. */
    public void forget(ResourceID job) {
        Watch known = watches.remove(job);
        if (known != null) {
            known.stop();
        }
    }

    /** What was last heard of the job's driver. */
    public Optional<DriverSighting> sighting(ResourceID job) {
        return Optional.ofNullable(watches.get(job)).map(watch -> watch.sighting);
    }

    /** Tells the job's driver how many executors it should have; fails when none is watched. */
    public Future<Void> scale(ResourceID job, int desired, Set<Integer> leaving) {
        Watch watch = watches.get(job);
        return watch == null
                ? Future.failedFuture("the driver of " + job + " is not known")
                : watch.link.scale(desired, leaving);
    }

    /** Drivers that are asked now. */
    public int size() {
        return watches.size();
    }

    @Override
    public Set<DriverSighting> getSecondaryResources(StreamingJobResource primary) {
        return sighting(ResourceID.fromResource(primary)).map(Set::of).orElse(Set.of());
    }

    @Override
    public void stop() {
        super.stop();
        watches.keySet().forEach(this::forget);
    }

    private static boolean isNews(DriverSighting before, DriverSighting after) {
        if (before.answers() != after.answers()) {
            return true;
        }
        DriverReport old = before.report();
        DriverReport fresh = after.report();
        if (old == null || fresh == null) {
            return old == null && fresh != null;
        }
        return !old.state().equals(fresh.state())
                || !old.executors().equals(fresh.executors())
                || (old.lastBatch() == null) != (fresh.lastBatch() == null)
                || !Objects.equals(old.error(), fresh.error());
    }
}
