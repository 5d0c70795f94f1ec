package dev.millrace.operator;

import dev.millrace.operator.act.CertificateKeeper;
import dev.millrace.operator.act.EventRecorder;
import dev.millrace.operator.act.PlanExecutor;
import dev.millrace.operator.driver.DriverPoller;
import dev.millrace.operator.metrics.JobMetrics;
import dev.millrace.operator.observe.Observer;
import dev.millrace.operator.observe.RecentPods;
import dev.millrace.operator.plan.PlanSettings;
import dev.millrace.operator.plan.Planner;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** What the reconciler is made of, put together once. */
record OperatorParts(
        Clock clock,
        Observer observer,
        Planner planner,
        PlanExecutor executor,
        StatusWriter statuses,
        EventRecorder events,
        CertificateKeeper certificates,
        DriverPoller drivers,
        JobMetrics metrics,
        JobInformers informers) {
    /**
     * Puts the parts together.
     *
     * @param pollInterval pause between two questions to a driver
     * @param requestTimeout how long a driver may take to answer
     * @param certificateLifetime how long the certificates of processes are valid
     * @param podMonitors whether PodMonitors are watched
     */
    static OperatorParts of(
            KubernetesClient client,
            Vertx vertx,
            Clock clock,
            MeterRegistry registry,
            PlanSettings settings,
            Duration pollInterval,
            Duration requestTimeout,
            Duration certificateLifetime,
            boolean podMonitors) {
        RecentPods recent = new RecentPods(clock);
        CertificateKeeper certificates = new CertificateKeeper(client, clock, certificateLifetime);
        DriverPoller drivers = new DriverPoller(vertx, clock, pollInterval, requestTimeout);
        JobInformers informers = new JobInformers(podMonitors);
        return new OperatorParts(
                clock,
                new Observer(recent),
                new Planner(settings),
                new PlanExecutor(client, recent, informers::created, certificates, drivers),
                new StatusWriter(client),
                new EventRecorder(client, clock),
                certificates,
                drivers,
                new JobMetrics(registry, drivers::size),
                informers);
    }
}
