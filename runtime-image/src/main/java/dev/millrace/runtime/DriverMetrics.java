package dev.millrace.runtime;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a driver in the format of Prometheus: those of its JVM, always, and those of the stream that it follows.
 * All have the tag {@code app}. Thread-safe.
 */
final class DriverMetrics implements AutoCloseable {
    /** Version 0.0.4 of the text format, which every Prometheus reads. */
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Set<Meter.Id> ofTheJvm;
    private @Nullable CompositeMeterRegistry followed;

    /** @param app name of the job; a stream that has another one keeps it */
    DriverMetrics(String app) {
        registry.config().commonTags("app", app);
        List<MeterBinder> jvm = List.of(
                new JvmMemoryMetrics(),
                collections,
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics());
        jvm.forEach(meters -> meters.bindTo(registry));
        ofTheJvm = registry.getMeters().stream().map(Meter::getId).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Takes in the meters of a stream, now and as they are added. Those of the stream before it go: a gauge that stayed
     * would hide the new stream's of the same name.
     */
    synchronized void follow(CompositeMeterRegistry stream) {
        CompositeMeterRegistry before = followed;
        if (before != null) {
            before.remove(registry);
            before.getMeters().stream()
                    .map(Meter::getId)
                    .filter(id -> !ofTheJvm.contains(id))
                    .forEach(registry::remove);
        }
        stream.add(registry);
        followed = stream;
    }

    /** What all of them show at this moment. */
    StatusServer.Answer scrape() {
        return new StatusServer.Answer(TYPE, registry.scrape(TYPE));
    }

    @Override
    public synchronized void close() {
        if (followed != null) {
            followed.remove(registry);
        }
        collections.close();
        registry.close();
    }
}
