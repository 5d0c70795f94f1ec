package dev.millrace.operator;

import dev.millrace.operator.config.ConfigCheck;
import dev.millrace.operator.config.OperatorConfig;
import dev.millrace.operator.model.Defaults;
import dev.millrace.operator.plan.PlanSettings;
import dev.millrace.operator.plan.Timeouts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beans that the framework looks for, and those of the operator's own that it has to hand out. */
@ApplicationScoped
class OperatorBeans {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorBeans.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int CANNOT_START = 2;

    @Produces
    @Singleton
    OperatorParts parts(KubernetesClient client, Vertx vertx, MeterRegistry registry, OperatorConfig config) {
        check(client, config);
        return OperatorParts.of(
                client,
                vertx,
                Clock.systemUTC(),
                registry,
                new PlanSettings(
                        new Defaults(
                                config.image(),
                                namespace(client, config),
                                config.nodeLossTolerance(),
                                config.podMonitors()),
                        timeouts(config.timeout()),
                        config.resyncInterval(),
                        config.statusInterval()),
                config.driver().pollInterval(),
                config.driver().requestTimeout(),
                config.certificateLifetime(),
                config.podMonitors());
    }

    /** Ends the process where it cannot work, with one line that says why; the framework would say it in two hundred. */
    private static void check(KubernetesClient client, OperatorConfig config) {
        try {
            ConfigCheck.check(config);
            ApiServer.await(client, PATIENCE);
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.error("the operator cannot start: {}", e.getMessage());
            Runtime.getRuntime().halt(CANNOT_START);
        }
    }

    /** The framework's own bean can be one that measures nothing. */
    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        return MicrometerMetrics.withoutPerResourceMetrics(registry);
    }

    private static String namespace(KubernetesClient client, OperatorConfig config) {
        return config.namespace().orElseGet(() -> Objects.requireNonNullElse(client.getNamespace(), "default"));
    }

    private static Timeouts timeouts(OperatorConfig.Limits limits) {
        return new Timeouts(
                limits.image(),
                limits.scheduling(),
                limits.start(),
                limits.driverReady(),
                limits.registration(),
                limits.unresponsive(),
                limits.drain(),
                limits.end());
    }
}
