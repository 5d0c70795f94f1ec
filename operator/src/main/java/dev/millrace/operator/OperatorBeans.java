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
import java.util.Objects;

/** The beans that the framework looks for, and those of the operator's own that it has to hand out. */
@ApplicationScoped
class OperatorBeans {
    @Produces
    @Singleton
    OperatorParts parts(KubernetesClient client, Vertx vertx, MeterRegistry registry, OperatorConfig config) {
        ConfigCheck.check(config);
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
