package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code helm uninstall} starts for the canary's end. */
@WithHelm
class CanaryIT {
    private static final String NAME = "millrace-operator-canary";
    private static final String ENABLED = "config: {canary: {enabled: true}}";

    @Test
    void withoutACanaryNothingIsStarted() {
        assertFalse(Chart.render("{}").text().contains("helm.sh/hook"));
    }

    @Test
    void everyObjectIsThereForTheUninstallAlone() {
        Manifests manifests = Chart.render(ENABLED);
        for (JsonNode object : List.of(
                manifests.named("ServiceAccount", NAME),
                manifests.named("Role", NAME),
                manifests.named("RoleBinding", NAME),
                manifests.named("Pod", NAME))) {
            JsonNode annotations = object.at("/metadata/annotations");
            assertEquals("pre-delete", annotations.path("helm.sh/hook").asText());
            assertTrue(annotations.path("helm.sh/hook-delete-policy").asText().contains("hook-succeeded"));
        }
    }

    @Test
    void thePodRemovesTheJobThatTheOperatorMakes() throws Exception {
        JsonNode pod = Chart.render(ENABLED).named("Pod", NAME).path("spec");
        assertEquals(
                Chart.parse("[dev.millrace.operator.check.CanaryRemoval, millrace-system, millrace-canary]"),
                pod.at("/containers/0/args"));
        assertEquals(NAME, pod.path("serviceAccountName").asText());
        assertTrue(Files.readString(Path.of("../operator/src/main/java/dev/millrace/operator/canary/CanaryJob.java"))
                .contains("NAME = \"millrace-canary\""));
    }

    @Test
    void thePodMayTouchThatJobAlone() {
        assertEquals(
                Chart.parse("[{apiGroups: [millrace.dev], resources: [streamingjobs], resourceNames: [millrace-canary],"
                        + " verbs: [get, patch, delete]}]"),
                Chart.render(ENABLED).named("Role", NAME).path("rules"));
    }

    @Test
    void thePodIsNotTakenForAnOperator() {
        Manifests manifests = Chart.render(ENABLED);
        JsonNode labels = manifests.named("Pod", NAME).at("/metadata/labels");
        assertTrue(manifests.deployment().at("/spec/selector/matchLabels").properties().stream()
                .anyMatch(label -> !label.getValue().equals(labels.get(label.getKey()))));
    }
}
