package dev.millrace.operator;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.operator.act.ActionFailures;
import dev.millrace.operator.act.CertificateKeeper;
import dev.millrace.operator.act.Conflicts;
import dev.millrace.operator.act.EventRecorder;
import dev.millrace.operator.act.ForeignObjectException;
import dev.millrace.operator.act.PlanExecutor;
import dev.millrace.operator.driver.DriverPoller;
import dev.millrace.operator.driver.DriverTarget;
import dev.millrace.operator.metrics.JobMetrics;
import dev.millrace.operator.model.JobId;
import dev.millrace.operator.model.PodFiles;
import dev.millrace.operator.observe.Observation;
import dev.millrace.operator.observe.Observer;
import dev.millrace.operator.observe.PodSighting;
import dev.millrace.operator.plan.Plan;
import dev.millrace.operator.plan.Planner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over a job: look at everything, plan, write down the plan's intent, and carry it out. What a pass does follows
 * from the state of the cluster and not from the event that led to it, so a lost event costs time and nothing else.
 */
@ControllerConfiguration(
        name = StreamingJobReconciler.NAME,
        informer = @Informer(name = StreamingJobReconciler.NAME),
        finalizerName = "millrace.dev/graceful-end",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.HOURS))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 200, intervalMultiplier = 2, maxInterval = 30_000)
public final class StreamingJobReconciler implements Reconciler<StreamingJobResource>, Cleaner<StreamingJobResource> {
    static final String NAME = "streamingjob";

    private static final Logger LOG = LoggerFactory.getLogger(StreamingJobReconciler.class);
    private static final Duration AFTER_CONFLICT = Duration.ofMillis(100);
    /** Nothing can be made any more, and the job itself is told to end some time soon, which is an event. */
    private static final Duration WHILE_NAMESPACE_ENDS = Duration.ofSeconds(10);
    /** A driver's grace period and a little more; then the job's objects go, whatever its processes do. */
    private static final Duration LONGEST_END = Duration.ofSeconds(90);

    private final JobInformers informers;
    private final Observer observer;
    private final Planner planner;
    private final PlanExecutor executor;
    private final StatusWriter statuses;
    private final EventRecorder events;
    private final CertificateKeeper certificates;
    private final DriverPoller drivers;
    private final JobMetrics metrics;
    private final Clock clock;
    private final ActionFailures failures;

    StreamingJobReconciler(OperatorParts parts) {
        this.informers = parts.informers();
        this.observer = parts.observer();
        this.planner = parts.planner();
        this.executor = parts.executor();
        this.statuses = parts.statuses();
        this.events = parts.events();
        this.certificates = parts.certificates();
        this.drivers = parts.drivers();
        this.metrics = parts.metrics();
        this.clock = parts.clock();
        this.failures = new ActionFailures(clock);
    }

    @Override
    public List<EventSource<?, StreamingJobResource>> prepareEventSources(
            EventSourceContext<StreamingJobResource> context) {
        List<EventSource<?, StreamingJobResource>> sources = new ArrayList<>(informers.of(context));
        sources.add(drivers);
        return sources;
    }

    @Override
    public UpdateControl<StreamingJobResource> reconcile(
            StreamingJobResource job, Context<StreamingJobResource> context) {
        Observation seen = observe(job, context);
        Plan plan = planner.plan(seen, clock.instant());
        return UpdateControl.<StreamingJobResource>noUpdate().rescheduleAfter(carryOut(job, plan));
    }

    /** Lets the processes end in their order; what is left after that, Kubernetes deletes with the job. */
    @Override
    public DeleteControl cleanup(StreamingJobResource job, Context<StreamingJobResource> context) {
        Instant deadline =
                Instant.parse(job.getMetadata().getDeletionTimestamp()).plus(LONGEST_END);
        Observation seen = observe(job, context);
        boolean ended = (seen.driver() == null || seen.driver().life().isOver())
                && seen.executors().values().stream()
                        .allMatch(executor -> executor.life().isOver());
        if (ended || clock.instant().isAfter(deadline)) {
            forget(job);
            return DeleteControl.defaultDelete();
        }
        Plan plan = planner.planEnd(seen, clock.instant());
        try {
            carryOut(job, plan);
        } catch (KubernetesClientException e) {
            LOG.warn("job does not end gracefully: job={}", job.getMetadata().getName(), e);
        }
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(plan.wake().toMillis());
    }

    private Observation observe(StreamingJobResource job, Context<StreamingJobResource> context) {
        statuses.refresh(job);
        JobId id = JobId.of(job);
        ResourceID resource = ResourceID.fromResource(job);
        List<HasMetadata> objects = informers.objects(context);
        Observation seen = observer.observe(
                job,
                context.getSecondaryResources(Pod.class),
                objects,
                drivers.sighting(resource).orElse(null),
                failures.of(id).orElse(null));
        watchDriver(id, resource, seen.driver());
        return seen;
    }

    private void watchDriver(JobId job, ResourceID resource, @org.jspecify.annotations.Nullable PodSighting driver) {
        if (driver == null || driver.life().isOver()) {
            drivers.forget(resource);
            return;
        }
        driver.address()
                .flatMap(address -> certificates
                        .credentials(job)
                        .map(credentials ->
                                new DriverTarget(driver.uid(), address, PodFiles.CONTROL_PORT, credentials)))
                .ifPresent(target -> drivers.watch(resource, target));
    }

    /** Does what was planned; returns when the job is looked at again, at the latest. */
    private Duration carryOut(StreamingJobResource job, Plan plan) {
        try {
            metrics.planned(job, plan);
            statuses.write(job, plan.status());
            carryOutAndTell(job, plan);
            failures.succeeded(JobId.of(job));
        } catch (KubernetesClientException e) {
            if (Conflicts.isConflict(e)) {
                LOG.debug(
                        "job has changed since it was looked at: job={}",
                        job.getMetadata().getName());
                return AFTER_CONFLICT;
            }
            if (Conflicts.isNamespaceTerminating(e)) {
                LOG.debug(
                        "namespace is being deleted: job={}", job.getMetadata().getName());
                return WHILE_NAMESPACE_ENDS;
            }
            failures.failed(JobId.of(job), e);
            throw e;
        } catch (ForeignObjectException e) {
            failures.failed(JobId.of(job), e);
            throw e;
        }
        return plan.wake();
    }

    /**
     * The status says already what the events tell, so they are told whether all can be carried out or not; but an event cannot
     * be made either in a namespace that is being deleted.
     */
    private void carryOutAndTell(StreamingJobResource job, Plan plan) {
        try {
            executor.carryOut(plan);
        } catch (KubernetesClientException e) {
            if (!Conflicts.isNamespaceTerminating(e)) {
                tell(job, plan);
            }
            throw e;
        } catch (ForeignObjectException e) {
            tell(job, plan);
            throw e;
        }
        tell(job, plan);
    }

    private void tell(StreamingJobResource job, Plan plan) {
        plan.events().forEach(event -> events.record(job, event));
    }

    private void forget(StreamingJobResource job) {
        drivers.forget(ResourceID.fromResource(job));
        certificates.forget(JobId.of(job));
        failures.succeeded(JobId.of(job));
        statuses.forget(job.getMetadata().getUid());
        metrics.forget(job);
    }
}
