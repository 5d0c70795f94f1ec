package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pod of the chart meets the restricted Pod Security Standard, and more. */
@WithHelm
class SecurityIT {
    /** All pods there are, with and without what values can change of their rights. */
    static Stream<JsonNode> pods() {
        return Stream.of("{}", "securityContext: {runAsUser: 4711, runAsGroup: 4711, seLinuxOptions: {level: s0}}")
                .map(Chart::renderWithTest)
                .flatMap(manifests ->
                        Stream.of(manifests.pod(), manifests.only("Pod").path("spec")));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void podsAreRestricted(JsonNode pod) {
        assertTrue(pod.at("/securityContext/runAsNonRoot").booleanValue());
        assertEquals(
                "RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
        for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
            assertFalse(pod.has(field), field);
        }
        pod.path("volumes").forEach(volume -> assertTrue(volume.has("emptyDir"), volume::toString));
        assertFalse(pod.path("enableServiceLinks").asBoolean(true));
        assertFalse(pod.has("initContainers"));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void containersAreRestricted(JsonNode pod) {
        assertEquals(1, pod.path("containers").size());
        JsonNode container = pod.at("/containers/0");
        JsonNode rights = container.path("securityContext");
        assertEquals(
                Chart.parse(
                        "{allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}"),
                rights);
        assertTrue(container.at("/resources/limits/memory").isTextual());
        assertTrue(container.at("/resources/requests/cpu").isTextual());
        container.path("ports").forEach(port -> assertFalse(port.has("hostPort")));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void onlyWhoAsksGetsAToken(JsonNode pod) {
        assertTrue(pod.path("automountServiceAccountToken").booleanValue());
        Chart.renderWithTest("{}")
                .all("ServiceAccount")
                .forEach(account ->
                        assertFalse(account.path("automountServiceAccountToken").asBoolean(true)));
    }
}
