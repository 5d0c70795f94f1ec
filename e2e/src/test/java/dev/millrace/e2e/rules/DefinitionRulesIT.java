package dev.millrace.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.CommandResult;
import dev.millrace.e2e.cluster.OnCluster;
import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.rules.Cases.Case;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The API server refuses what breaks a rule, says why in words that help, and takes what breaks none. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefinitionRulesIT {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String ACCEPTED = "accepted";

    private static final String JOB = """
            apiVersion: millrace.dev/v1
            kind: StreamingJob
            metadata: { name: %s }
            spec:
              application: { jar: local:///a.jar, mainClass: a.B }
            """;

    private InstalledDefinition definition;

    @BeforeAll
    void installTheDefinition(ClusterUnderTest cluster) throws IOException {
        definition = new InstalledDefinition(cluster);
    }

    @AfterAll
    void removeTheDefinition() {
        definition.close();
    }

    /** {@code RefusedJobsTest} in {@code crds} says that there is a job for every rule. */
    @Test
    void eachRuleThatIsBrokenIsExplained(TestNamespace namespace) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Case job : Cases.in("refused.yaml")) {
            check(job.comment(), answerTo(() -> dryRun(namespace, job.yaml())), wrong);
        }
        assertEquals("", String.join("\n\n", wrong));
    }

    @Test
    void whatBreaksNoRuleIsAccepted(TestNamespace namespace) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Case job : Cases.in("accepted.yaml")) {
            check(ACCEPTED, answerTo(() -> dryRun(namespace, job.yaml())), wrong);
        }
        assertEquals("", String.join("\n\n", wrong));
    }

    /** Rules that compare a job with what it was are in no manifest; only an API server has them. */
    @Test
    void aChangeIsJudgedByWhatTheJobWas(TestNamespace namespace) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Case> changes = Cases.in("changes.yaml");
        for (int i = 0; i < changes.size(); i++) {
            JsonNode change = YAML.unmarshal(changes.get(i).yaml(), JsonNode.class);
            Resource<GenericKubernetesResource> job = namespace.custom("millrace.dev/v1", "StreamingJob", "job-" + i);
            namespace.apply(before(change, "job-" + i));
            if (change.hasNonNull("status")) {
                job.subresource("status").patch(MERGE, "{\"status\": %s}".formatted(change.get("status")));
            }
            String answer = answerTo(() -> job.patch(MERGE, "{\"spec\": %s}".formatted(change.get("change"))));
            check(changes.get(i).comment().replaceFirst("^refused: ", ""), answer, wrong);
        }
        assertEquals("", String.join("\n\n", wrong));
    }

    private static String before(JsonNode change, String name) {
        ObjectNode job = YAML.unmarshal(JOB.formatted(name), ObjectNode.class);
        job.withObject("/spec").setAll((ObjectNode) change.get("before"));
        return YAML.asYaml(job);
    }

    private static void dryRun(TestNamespace namespace, String job) {
        namespace
                .client()
                .load(new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)))
                .dryRun(true)
                // As kubectl does: a field that does not exist is an error, not passed over.
                .fieldValidation(FieldValidateable.Validation.STRICT)
                .create();
    }

    private static String answerTo(Runnable request) {
        try {
            request.run();
            return ACCEPTED;
        } catch (KubernetesClientException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void check(String expected, String answer, List<String> wrong) {
        if (!Case.hasInOrder(answer, expected)) {
            wrong.add("expected: " + expected + "\nanswer:   " + answer);
        }
    }

    @Test
    void kubectlShowsTheReason(TestNamespace namespace, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("job.yaml"), JOB.formatted("2orders"));
        CommandResult refusal = namespace.kubectl("apply", "--filename", file.toString());
        assertEquals(1, refusal.exitCode());
        assertTrue(
                refusal.errors().startsWith("The StreamingJob \"2orders\" is invalid")
                        && refusal.errors().contains("expected a name of at most 50 lower-case letters"),
                refusal.errors());
    }

    @Test
    void whatIsNotSaidGetsItsDefault(TestNamespace namespace) {
        namespace.apply(JOB.formatted("orders") + "  checkpoint: { uri: s3a://bucket/orders }\n");
        assertEquals(
                "1 1g OnFailure Retain",
                namespace
                        .kubectl(
                                "get",
                                "sj",
                                "orders",
                                "--output=jsonpath={.spec.executor.replicas} {.spec.driver.memory}"
                                        + " {.spec.restartPolicy.type} {.spec.checkpoint.retention}")
                        .orThrow());
    }
}
