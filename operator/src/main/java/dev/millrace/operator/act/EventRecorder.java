package dev.millrace.operator.act;

import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.operator.model.Json;
import dev.millrace.operator.plan.JobEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events for jobs. The same event again counts up the first one. An event that cannot be written is logged and no
 * more: nothing depends on them. Thread-safe.
 */
public final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final String COMPONENT = "millrace-operator";
    private static final int MESSAGE_LIMIT = 1024;

    private final KubernetesClient client;
    private final Clock clock;

    public EventRecorder(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    public void record(StreamingJobResource job, JobEvent event) {
        LOG.info(
                "{}: namespace={} job={} message={}",
                event.reason(),
                job.getMetadata().getNamespace(),
                job.getMetadata().getName(),
                event.message());
        Event wanted = event(job, event);
        try {
            client.v1().events().resource(wanted).create();
        } catch (KubernetesClientException e) {
            if (Conflicts.isConflict(e)) {
                countUp(wanted);
            } else if (Conflicts.isNamespaceTerminating(e)) {
                LOG.debug("event not written, its namespace is being deleted: reason={}", event.reason());
            } else {
                LOG.warn("event not written: reason={}", event.reason(), e);
            }
        }
    }

    private void countUp(Event wanted) {
        try {
            client.v1()
                    .events()
                    .resource(wanted)
                    .edit(there -> new EventBuilder(there)
                            .withCount(there.getCount() == null ? 2 : there.getCount() + 1)
                            .withLastTimestamp(wanted.getLastTimestamp())
                            .build());
        } catch (KubernetesClientException e) {
            LOG.warn("event not counted up: reason={}", wanted.getReason(), e);
        }
    }

    private Event event(StreamingJobResource job, JobEvent event) {
        String now = Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
        String message = event.message().length() > MESSAGE_LIMIT
                ? event.message().substring(0, MESSAGE_LIMIT)
                : event.message();
        String identity = job.getMetadata().getUid() + event.reason() + message;
        return new EventBuilder()
                .withNewMetadata()
                .withName(job.getMetadata().getName() + "." + Json.hash(identity))
                .withNamespace(job.getMetadata().getNamespace())
                .endMetadata()
                .withType(event.reason().type())
                .withReason(event.reason().name())
                .withMessage(message)
                .withNewInvolvedObject()
                .withApiVersion(job.getApiVersion())
                .withKind(job.getKind())
                .withName(job.getMetadata().getName())
                .withNamespace(job.getMetadata().getNamespace())
                .withUid(job.getMetadata().getUid())
                .endInvolvedObject()
                .withNewSource(COMPONENT, null)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }
}
