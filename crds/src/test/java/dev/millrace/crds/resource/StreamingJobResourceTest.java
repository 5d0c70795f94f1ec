package dev.millrace.crds.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.status.Condition;
import dev.millrace.crds.v1.status.ConditionStatus;
import dev.millrace.crds.v1.status.ExecutorsStatus;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The resource through the client's own mapper, as the operator reads and writes it. */
class StreamingJobResourceTest {
    private static final String JOB = """
            apiVersion: millrace.dev/v1
            kind: StreamingJob
            metadata: {name: orders, namespace: shop, generation: 3}
            spec:
              application: {mainClass: a.B, jar: "local:///a.jar", args: [x]}
              conf: {b: "1", a: "2"}
              executor:
                replicas: 4
                resources: {requests: {cpu: 2, memory: 1Gi}}
                template:
                  env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [a, b]}]}]
                  initContainers: [{name: proxy, image: proxy:1, restartPolicy: Always}]
              checkpoint: {volume: {size: 1Gi}}
            status:
              phase: Running
              executors: {ready: 3, desired: 4, replicas: 4, summary: 3/4}
              conditions: [{type: Ready, status: "False", reason: Starting, message: m, lastTransitionTime: t}]
            """;

    private final KubernetesSerialization client = new KubernetesSerialization();

    @Test
    void whatIsReadIsWrittenAndReadBackTheSame() {
        StreamingJobResource job = client.unmarshal(JOB, StreamingJobResource.class);
        StreamingJobResource again = client.unmarshal(client.asJson(job), StreamingJobResource.class);

        assertEquals(4, job.getSpec().executor().replicas());
        assertEquals(
                Map.of("cpu", "2", "memory", "1Gi"),
                job.getSpec().executor().resources().requests());
        assertEquals(JobPhase.Running, job.getStatus().phase());
        assertEquals(job.getSpec(), again.getSpec());
        assertEquals(job.getStatus(), again.getStatus());
    }

    @Test
    void whatIsNotSetIsNotWritten() {
        StreamingJobResource job = new StreamingJobResource();
        job.setStatus(new StreamingJobStatus(
                3L,
                JobPhase.Suspended,
                null,
                null,
                List.of(new Condition("Ready", ConditionStatus.False, 3L, "t", "Suspended", "")),
                new ExecutorsStatus(0, 0, 0, "0/0", null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));

        assertEquals(
                Map.of(
                        "observedGeneration",
                        3,
                        "phase",
                        "Suspended",
                        "conditions",
                        List.of(Map.of(
                                "type", "Ready",
                                "status", "False",
                                "observedGeneration", 3,
                                "lastTransitionTime", "t",
                                "reason", "Suspended",
                                "message", "")),
                        "executors",
                        Map.of("desired", 0, "replicas", 0, "ready", 0, "summary", "0/0")),
                client.unmarshal(client.asJson(job.getStatus()), Map.class));
    }

    @Test
    void fieldsOfANewerSchemaArePassedOver() {
        StreamingJobSpec known =
                client.unmarshal(JOB, StreamingJobResource.class).getSpec();
        String newer = JOB.replace("replicas: 4\n", "replicas: 4\n    speed: {unit: warp}\n")
                .replace("{volume: {size: 1Gi}}", "{volume: {size: 1Gi, mode: [a]}, copies: 2}")
                .replace("phase: Running", "phase: Running\n  mood: good");

        assertEquals(known, client.unmarshal(newer, StreamingJobResource.class).getSpec());
    }

    @Test
    void partsOfThePodTemplateHaveTheFormOfKubernetes() {
        StreamingJobSpec spec =
                client.unmarshal(JOB, StreamingJobResource.class).getSpec();
        Affinity affinity = client.convertValue(spec.executor().template().affinity(), Affinity.class);

        assertEquals(
                List.of("a", "b"),
                affinity.getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms()
                        .get(0)
                        .getMatchExpressions()
                        .get(0)
                        .getValues());
    }

    @Test
    void specsAreImmutable() {
        StreamingJobSpec spec =
                client.unmarshal(JOB, StreamingJobResource.class).getSpec();

        assertThrows(UnsupportedOperationException.class, () -> spec.conf().put("a", "b"));
        assertThrows(
                UnsupportedOperationException.class,
                () -> spec.application().args().add("y"));
        assertEquals(List.of("b", "a"), List.copyOf(spec.conf().keySet()));
    }
}
