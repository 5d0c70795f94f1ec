package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles hold what docs/reference/operator-rights.md lists, and nothing else. */
@WithHelm
class RightsIT {
    private static final Path TABLE = Path.of("..", "docs", "reference", "operator-rights.md");
    private static final String OF_JOBS = "namespaces of jobs";
    private static final String OF_CLUSTER = "cluster";
    private static final String OF_OPERATOR = "operator's namespace";

    /** A row of the table. */
    private record Row(String where, String group, List<String> resources, List<String> verbs) {
        static Row of(String line) {
            String[] cells = line.split("\\|", -1);
            String group = cells[2].strip();
            return new Row(
                    cells[1].strip(),
                    group.equals("core") ? "" : group.replace("`", ""),
                    list(cells[3].replace("`", "")),
                    list(cells[4]));
        }

        private static List<String> list(String cell) {
            return Arrays.stream(cell.split(",")).map(String::strip).toList();
        }

        Stream<String> rights() {
            return resources.stream().flatMap(resource -> verbs.stream().map(verb -> right(group, resource, verb)));
        }
    }

    @Test
    void inTheWholeClusterAreThoseOfTheTable() throws IOException {
        Manifests manifests = Chart.render("{rbac: {podMonitors: true}, config: {canary: {enabled: true}}}");
        JsonNode clusterRole = manifests.named("ClusterRole", "millrace-operator-millrace-system");
        assertEquals(
                documented(where -> !where.equals(OF_OPERATOR)),
                rights(clusterRole),
                "docs/reference/operator-rights.md");
        assertEquals(documented(OF_OPERATOR::equals), rights(operatorsRole(manifests)));
    }

    @Test
    void ofNamespacesAreThoseOfTheTableInEachOfThem() throws IOException {
        Manifests manifests = Chart.render("""
                watchNamespaces: [streams, millrace-system]
                rbac: {podMonitors: true}
                config: {canary: {enabled: true}}
                """);
        for (String namespace : List.of("streams", "millrace-system")) {
            List<JsonNode> roles = manifests.all("Role").stream()
                    .filter(role ->
                            namespace.equals(role.at("/metadata/namespace").asText()))
                    .filter(role -> "millrace-operator-millrace-system"
                            .equals(role.at("/metadata/name").asText()))
                    .toList();
            assertEquals(1, roles.size());
            assertEquals(documented(OF_JOBS::equals), rights(roles.get(0)));
        }
        assertEquals(
                documented(OF_CLUSTER::equals),
                rights(manifests.named("ClusterRole", "millrace-operator-millrace-system")));
        assertEquals(documented(OF_OPERATOR::equals), rights(operatorsRole(manifests)));
    }

    @Test
    void thatAreSwitchedOffAreGone() {
        Manifests manifests = Chart.render("""
                watchNamespaces: [streams]
                rbac: {nodes: false, aggregate: false}
                config: {leaderElection: {enabled: false}}
                """);
        assertFalse(manifests.has("ClusterRole"));
        assertFalse(manifests.has("ClusterRoleBinding"));
        assertEquals(2, manifests.all("Role").size());
        assertEquals(
                Set.of("get", "patch", "delete").stream()
                        .map(verb -> right("millrace.dev", "streamingjobs (that one)", verb))
                        .collect(Collectors.toSet()),
                rights(operatorsRole(manifests)));
        assertFalse(manifests.text().contains("podmonitors"));
        assertFalse(manifests.text().contains("leases"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "watchNamespaces: [streams]", "serviceAccount: {create: false, name: robot}"})
    void areBoundToTheServiceAccountOfTheDeployment(String values) {
        Manifests manifests = Chart.render(values);
        String account = manifests.pod().path("serviceAccountName").asText();
        Stream.concat(manifests.all("RoleBinding").stream(), manifests.all("ClusterRoleBinding").stream())
                .forEach(binding -> {
                    assertEquals(1, binding.path("subjects").size());
                    assertEquals(account, binding.at("/subjects/0/name").asText());
                    assertEquals(
                            Chart.NAMESPACE, binding.at("/subjects/0/namespace").asText());
                    assertTrue(manifests.all(binding.at("/roleRef/kind").asText()).stream()
                            .anyMatch(role -> role.at("/metadata/name").equals(binding.at("/roleRef/name"))
                                    && role.at("/metadata/namespace").equals(binding.at("/metadata/namespace"))));
                });
    }

    @Test
    void neverHaveAWildcard() {
        Manifests manifests = Chart.render("config: {canary: {enabled: true}}");
        Stream.concat(manifests.all("Role").stream(), manifests.all("ClusterRole").stream())
                .forEach(role -> assertFalse(role.path("rules").toString().contains("*"), role::toString));
    }

    @Test
    void ofUsersJoinTheRolesOfTheCluster() {
        Manifests manifests = Chart.render("{}");
        JsonNode view = manifests.named("ClusterRole", "millrace-operator-millrace-system-view");
        JsonNode edit = manifests.named("ClusterRole", "millrace-operator-millrace-system-edit");
        assertEquals(
                "true",
                view.at("/metadata/labels")
                        .path("rbac.authorization.k8s.io/aggregate-to-view")
                        .asText());
        assertEquals(
                "true",
                edit.at("/metadata/labels")
                        .path("rbac.authorization.k8s.io/aggregate-to-edit")
                        .asText());
        assertFalse(edit.at("/metadata/labels").has("rbac.authorization.k8s.io/aggregate-to-view"));
        assertTrue(rights(view).stream().allMatch(right -> right.matches(".* (get|list|watch)")), view::toString);
        assertTrue(rights(edit).contains(right("millrace.dev", "streamingjobs/scale", "patch")));
        assertTrue(rights(edit).stream().noneMatch(right -> right.contains("/status")), edit::toString);
    }

    private static JsonNode operatorsRole(Manifests manifests) {
        return manifests.all("Role").stream()
                .filter(role ->
                        "millrace-operator".equals(role.at("/metadata/name").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> documented(Predicate<String> where) throws IOException {
        Set<String> rights = new TreeSet<>();
        Files.readString(TABLE)
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| where"))
                .map(Row::of)
                .filter(row -> where.test(row.where()))
                .flatMap(Row::rights)
                .forEach(rights::add);
        assertFalse(rights.isEmpty(), "no such rows in the table");
        return rights;
    }

    private static Set<String> rights(JsonNode role) {
        Set<String> rights = new TreeSet<>();
        for (JsonNode rule : role.path("rules")) {
            String those = rule.path("resourceNames").isEmpty() ? "" : " (that one)";
            for (JsonNode group : rule.path("apiGroups")) {
                for (JsonNode resource : rule.path("resources")) {
                    for (JsonNode verb : rule.path("verbs")) {
                        rights.add(right(group.asText(), resource.asText() + those, verb.asText()));
                    }
                }
            }
        }
        return rights;
    }

    private static String right(String group, String resource, String verb) {
        return group + " " + resource + " " + verb;
    }
}
