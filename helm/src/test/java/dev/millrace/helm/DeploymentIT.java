package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithHelm
class DeploymentIT {
    @Test
    void theOperatorIsToldItsConfiguration() {
        JsonNode settings = Chart.render(
                        "{watchNamespaces: [a, b], config: {driver: {pollInterval: 250ms}}, log: {level: WARN}}")
                .settings();
        assertEquals("a,b", settings.path("MILLRACE_OPERATOR_NAMESPACES").asText());
        assertEquals(
                "250ms", settings.path("MILLRACE_OPERATOR_DRIVER_POLL_INTERVAL").asText());
        assertEquals("2m", settings.path("MILLRACE_OPERATOR_TIMEOUT_IMAGE").asText());
        assertEquals(
                "true",
                settings.path("MILLRACE_OPERATOR_LEADER_ELECTION_ENABLED").asText());
        assertEquals("WARN", settings.path("QUARKUS_LOG_LEVEL").asText());
        assertEquals(
                "millrace/runtime:" + System.getProperty("millrace.version"),
                settings.path("MILLRACE_OPERATOR_IMAGE").asText());
        settings.forEach(value -> assertTrue(value.isTextual(), settings::toString));
    }

    @Test
    void allNamespacesAreTheOperatorsOwnDefault() {
        assertFalse(Chart.render("{}").settings().has("MILLRACE_OPERATOR_NAMESPACES"));
    }

    @Test
    void theOperatorReadsTheConfigurationAndItsNamespace() {
        Manifests manifests = Chart.render("{}");
        assertEquals(
                manifests.only("ConfigMap").at("/metadata/name"),
                manifests.container().at("/envFrom/0/configMapRef/name"));
        assertEquals(
                Chart.parse(
                        "{name: MILLRACE_OPERATOR_NAMESPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}"),
                manifests.container().at("/env/0"));
    }

    @Test
    void theLeaseThatIsElectedIsTheOneThatTheOperatorMayUse() {
        Manifests manifests = Chart.render("fullnameOverride: streams");
        JsonNode rule = manifests.named("Role", "streams").at("/rules/1");
        assertEquals(
                manifests.settings().path("MILLRACE_OPERATOR_LEADER_ELECTION_LEASE_NAME"), rule.at("/resourceNames/0"));
    }

    @Test
    void aChangedConfigurationIsANewPod() {
        String checksum = "/spec/template/metadata/annotations/checksum~1config";
        JsonNode before = Chart.render("{}").deployment().at(checksum);
        assertTrue(before.asText().matches("[0-9a-f]{64}"), before::toString);
        assertNotEquals(
                before,
                Chart.render("config: {resyncInterval: 11s}").deployment().at(checksum));
        assertNotEquals(
                before, Chart.render("runtimeImage: {tag: '7'}").deployment().at(checksum));
        assertEquals(before, Chart.render("replicas: 2").deployment().at(checksum));
    }

    /** A selector cannot be changed, and jobs let pods with this label in: see JobNetwork in the operator. */
    @Test
    void theSelectorNeverChanges() {
        JsonNode expected =
                Chart.parse("{app.kubernetes.io/name: millrace-operator, app.kubernetes.io/instance: millrace}");
        for (String values : List.of("{}", "{fullnameOverride: streams, podLabels: {team: mine}, image: {tag: '7'}}")) {
            Manifests manifests = Chart.render(values);
            assertEquals(expected, manifests.deployment().at("/spec/selector/matchLabels"));
            JsonNode labels = manifests.deployment().at("/spec/template/metadata/labels");
            expected.properties().forEach(label -> assertEquals(label.getValue(), labels.get(label.getKey())));
            assertEquals(expected, manifests.only("Service").at("/spec/selector"));
            assertEquals(expected, manifests.only("PodDisruptionBudget").at("/spec/selector/matchLabels"));
            assertEquals(expected, manifests.only("NetworkPolicy").at("/spec/podSelector/matchLabels"));
        }
    }

    /** Objects with this label are taken for those of jobs by the operator. */
    @Test
    void nothingIsTakenForAnObjectOfAJob() {
        Chart.render("metrics: {serviceMonitor: {enabled: true}, dashboards: {enabled: true}}")
                .objects()
                .forEach(object -> assertEquals(
                        "Helm",
                        object.at("/metadata/labels/app.kubernetes.io~1managed-by")
                                .asText(),
                        object::toString));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image: {tag: '1.0'}                                  | millrace/operator:1.0
            image: {repository: example.com:5000/op, tag: '1.0'} | example.com:5000/op:1.0
            image: {tag: '1.0', digest: 'sha256:%1$s'}           | millrace/operator@sha256:%1$s
            """, quoteCharacter = '"')
    void theImageIsTheOneThatIsNamed(String values, String image) {
        String digest = "0123456789abcdef".repeat(4);
        Manifests manifests = Chart.renderWithTest(values.formatted(digest));
        assertEquals(
                image.formatted(digest), manifests.container().path("image").asText());
        assertEquals(
                image.formatted(digest),
                manifests.only("Pod").at("/spec/containers/0/image").asText());
    }

    @Test
    void anUpgradeStartsTheNewOneFirstWhereALeaderIsElected() {
        assertEquals(
                Chart.parse("{maxSurge: 1, maxUnavailable: 0}"),
                Chart.render("{}").deployment().at("/spec/strategy/rollingUpdate"));
        assertEquals(
                Chart.parse("{maxSurge: 0, maxUnavailable: 1}"),
                Chart.render("config: {leaderElection: {enabled: false}}")
                        .deployment()
                        .at("/spec/strategy/rollingUpdate"));
    }

    @Test
    void theProbesAskForHealth() {
        JsonNode container = Chart.render("{}").container();
        assertEquals(
                "/q/health/started", container.at("/startupProbe/httpGet/path").asText());
        assertEquals(
                "/q/health/live", container.at("/livenessProbe/httpGet/path").asText());
        assertEquals(
                "/q/health/ready", container.at("/readinessProbe/httpGet/path").asText());
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertEquals("http", container.path(probe).at("/httpGet/port").asText());
        }
        assertEquals(Chart.parse("{name: http, containerPort: 8080, protocol: TCP}"), container.at("/ports/0"));
    }

    /** Names that YAML would take for something else. */
    @Test
    void namesStayText() {
        Manifests manifests = Chart.render("42", "0815", "{watchNamespaces: ['7', 'on'], priorityClassName: 'null'}");
        assertEquals(
                "42",
                manifests
                        .deployment()
                        .at("/metadata/labels/app.kubernetes.io~1instance")
                        .textValue());
        assertEquals("null", manifests.pod().path("priorityClassName").textValue());
        Set<String> namespaces = new TreeSet<>();
        manifests.objects().stream()
                .filter(object -> object.path("metadata").has("namespace"))
                .forEach(object ->
                        namespaces.add(object.at("/metadata/namespace").textValue()));
        assertEquals(Set.of("0815", "7", "on"), namespaces);
    }

    @ParameterizedTest
    @CsvSource({
        "millrace, millrace-operator",
        "streams, streams-millrace-operator",
        "team-millrace-production, team-millrace-production-operator",
        "a-name-as-long-as-helm-lets-the-name-of-a-release-bee, a-name-as-long-as-helm-lets-the-name-of-millrace-operator",
        "millrace-as-long-as-helm-lets-the-name-of-a-release-b, millrace-as-long-as-helm-lets-the-name-of-a-releas-operator"
    })
    void theNameFollowsTheRelease(String release, String name) {
        JsonNode deployment = Chart.render(release, "default", "{}").deployment();
        assertEquals(name, deployment.at("/metadata/name").asText());
        assertTrue(name.length() <= 63, name);
    }

    @Test
    void replicasSpreadOverNodesAndZones() {
        JsonNode constraints = Chart.render("{}").pod().path("topologySpreadConstraints");
        assertEquals(2, constraints.size());
        assertEquals("kubernetes.io/hostname", constraints.at("/0/topologyKey").asText());
        constraints.forEach(constraint -> assertEquals(
                "ScheduleAnyway", constraint.path("whenUnsatisfiable").asText()));
        assertEquals(
                1,
                Chart.render(
                                "topologySpreadConstraints: [{maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule}]")
                        .pod()
                        .path("topologySpreadConstraints")
                        .size());
    }
}
