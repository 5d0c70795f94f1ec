package dev.millrace.operator.act;

import dev.millrace.operator.driver.DriverPoller;
import dev.millrace.operator.observe.RecentPods;
import dev.millrace.operator.plan.Action;
import dev.millrace.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a plan says, in its order; what fails ends the pass, and the next one plans anew. Thread-safe. */
public final class PlanExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(PlanExecutor.class);

    private final ObjectWriter objects;
    private final PodWriter pods;
    private final CertificateKeeper certificates;
    private final DriverPoller drivers;

    /** @param created is told of what was made, as the API server answered */
    public PlanExecutor(
            KubernetesClient client,
            RecentPods recent,
            Consumer<HasMetadata> created,
            CertificateKeeper certificates,
            DriverPoller drivers) {
        this.objects = new ObjectWriter(client, created);
        this.pods = new PodWriter(client, recent, created);
        this.certificates = certificates;
        this.drivers = drivers;
    }

    public void carryOut(Plan plan) {
        plan.actions().forEach(this::carryOut);
    }

    private void carryOut(Action action) {
        if (action instanceof Action.EnsureCertificates wanted) {
            certificates.ensure(wanted.job(), wanted.executors(), wanted.isNew());
        } else if (action instanceof Action.Apply apply) {
            objects.apply(apply.object(), apply.there());
        } else if (action instanceof Action.Remove remove) {
            objects.remove(remove.object());
        } else if (action instanceof Action.CreatePod create) {
            pods.create(create.pod());
        } else if (action instanceof Action.DeletePod delete) {
            pods.delete(delete);
        } else if (action instanceof Action.ReleasePod release) {
            pods.release(release.pod());
        } else if (action instanceof Action.RelabelPod relabel) {
            pods.relabel(relabel);
        } else if (action instanceof Action.TellDriver tell) {
            tell(tell);
        } else {
            throw new IllegalStateException("no way to carry out " + action);
        }
    }

    /** Not waited for: whether the driver has heard it shows in its next report, and it is told again until it has. */
    private void tell(Action.TellDriver tell) {
        ResourceID job = new ResourceID(tell.job().name(), tell.job().namespace());
        var unused = drivers.scale(job, tell.desired(), tell.leaving())
                .onFailure(e ->
                        LOG.warn("driver not told how many executors it should have: job={} {}", job, e.toString()));
    }
}
