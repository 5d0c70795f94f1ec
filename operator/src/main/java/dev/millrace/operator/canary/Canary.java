package dev.millrace.operator.canary;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.operator.config.OperatorConfig;
import dev.millrace.operator.leader.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a suspended job in the operator's own namespace and changes it again and again while this operator is the leader. When
 * a change is not reconciled in time, the operator is not alive, and Kubernetes restarts it: that catches what no other check
 * sees, such as a cache that gets no news any more.
 */
@Liveness
@ApplicationScoped
public class Canary implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);
    private final KubernetesClient client;
    private final OperatorConfig config;
    private final Leadership leadership;
    private final CanaryWatch watch;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "canary");
        daemon.setDaemon(true);
        return daemon;
    });

    @Inject
    public Canary(KubernetesClient client, OperatorConfig config, Leadership leadership) {
        this.client = client;
        this.config = config;
        this.leadership = leadership;
        this.watch = new CanaryWatch(config.canary().timeout());
    }

    void start(@Observes StartupEvent event) {
        long pause = config.canary().interval().toMillis();
        var unused = thread.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** The canary stays: the next operator goes on with it, and an uninstall removes it before the operator. */
    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("canary").status(!watch.isOverdue()).build();
    }

    private void look() {
        try {
            if (leadership.isLeader()) {
                lookAsLeader();
            } else {
                watch.notSeen();
            }
        } catch (KubernetesClientException e) {
            watch.notSeen();
            LOG.warn("the canary cannot be looked at: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the canary fails", e);
        }
    }

    private void lookAsLeader() {
        StreamingJobResource canary = client.resource(wanted()).get();
        if (!config.canary().enabled()) {
            removeLeftover(canary);
        } else if (canary == null) {
            if (watch.missing(clock.instant())) {
                client.resource(wanted()).create();
            }
        } else if (watch.seen(canary, clock.instant())) {
            client.resource(canary).edit(CanaryJob::changed);
        }
    }

    /** One that an operator with another configuration has left. */
    private void removeLeftover(@Nullable StreamingJobResource canary) {
        if (canary == null) {
            thread.shutdown();
        } else if (canary.getMetadata().getDeletionTimestamp() == null) {
            LOG.info("there is to be no canary any more, and it is deleted");
            client.resource(canary).delete();
        }
    }

    private StreamingJobResource wanted() {
        return CanaryJob.in(config.namespace().orElseGet(client::getNamespace));
    }
}
