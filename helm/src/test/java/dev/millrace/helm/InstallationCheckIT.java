package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code helm test} starts. */
@WithHelm
class InstallationCheckIT {
    private static final String NAME = "millrace-operator-test";

    @Test
    void everyObjectIsOfTheTestAlone() {
        String[] documents = Chart.text("templates/tests/installation.yaml").split("(?m)^---$");
        assertEquals(4, documents.length);
        for (String document : documents) {
            assertTrue(document.contains("helm.sh/hook: test\n"), document);
            assertTrue(document.contains("before-hook-creation"), document);
        }
    }

    @Test
    void thePodAsksTheOperatorAndTheApiServer() {
        JsonNode pod = Chart.renderWithTest("{}").only("Pod").path("spec");
        assertEquals(
                Chart.parse("[dev.millrace.operator.check.InstallationCheck,"
                        + " 'http://millrace-operator.millrace-system.svc:8080/q/health/ready', millrace-system]"),
                pod.at("/containers/0/args"));
        assertEquals("Never", pod.path("restartPolicy").asText());
        assertEquals(NAME, pod.path("serviceAccountName").asText());
    }

    @Test
    void thePodMayDoNothingButADryRun() {
        Manifests manifests = Chart.renderWithTest("{}");
        assertEquals(
                Chart.parse("[{apiGroups: [millrace.dev], resources: [streamingjobs], verbs: [create]}]"),
                manifests.named("Role", NAME).path("rules"));
        JsonNode binding = manifests.named("RoleBinding", NAME);
        assertEquals(NAME, binding.at("/roleRef/name").asText());
        assertEquals(NAME, binding.at("/subjects/0/name").asText());
    }

    /** Otherwise the Service would send requests for the operator to the test, and the budget would count it. */
    @Test
    void thePodIsNotTakenForAnOperator() {
        Manifests manifests = Chart.renderWithTest("{}");
        JsonNode labels = manifests.only("Pod").at("/metadata/labels");
        for (JsonNode selector : List.of(
                manifests.deployment().at("/spec/selector/matchLabels"),
                manifests.only("Service").at("/spec/selector"),
                manifests.only("NetworkPolicy").at("/spec/podSelector/matchLabels"))) {
            assertTrue(
                    selector.properties().stream()
                            .anyMatch(label -> !label.getValue().equals(labels.get(label.getKey()))),
                    selector::toString);
        }
    }
}
