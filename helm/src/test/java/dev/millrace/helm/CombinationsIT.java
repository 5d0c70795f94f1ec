package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Combinations of what switches whole objects on and off, and the objects that each must have. The CRD has a test of its own.
 */
@WithHelm
class CombinationsIT {
    private static final List<List<String>> NAMESPACES =
            List.of(List.of(), List.of("streams"), List.of("streams", "more-streams"));
    private static final List<Integer> OTHERS = List.of(0, 1, 2, 4, 8, 16, 31);

    private record Switches(
            List<String> namespaces,
            boolean rbac,
            boolean nodes,
            boolean account,
            boolean policy,
            boolean budget,
            boolean monitor,
            boolean dashboards) {
        /** The others on or off, by the bits of a number. */
        static Switches of(List<String> namespaces, boolean rbac, boolean nodes, int others) {
            return new Switches(
                    namespaces,
                    rbac,
                    nodes,
                    (others & 1) != 0,
                    (others & 2) != 0,
                    (others & 4) != 0,
                    (others & 8) != 0,
                    (others & 16) != 0);
        }

        String values() {
            return """
                    watchNamespaces: [%s]
                    rbac: {create: %s, nodes: %s}
                    crds: {install: false}
                    serviceAccount: {create: %s, name: somebody}
                    networkPolicy: {enabled: %s}
                    podDisruptionBudget: {enabled: %s}
                    metrics: {serviceMonitor: {enabled: %s}, dashboards: {enabled: %s}}
                    """.formatted(
                            String.join(",", namespaces), rbac, nodes, account, policy, budget, monitor, dashboards);
        }

        /** Kinds, sorted. */
        List<String> kinds() {
            List<String> kinds = new ArrayList<>(List.of("ConfigMap", "Deployment", "Service"));
            add(kinds, account, "ServiceAccount");
            add(kinds, policy, "NetworkPolicy");
            add(kinds, budget, "PodDisruptionBudget");
            add(kinds, monitor, "ServiceMonitor");
            add(kinds, dashboards, "ConfigMap", "ConfigMap");
            // view and edit, for users
            kinds.addAll(List.of("ClusterRole", "ClusterRole"));
            // the lease, in the operator's namespace
            add(kinds, rbac, "Role", "RoleBinding");
            namespaces.forEach(namespace -> add(kinds, rbac, "Role", "RoleBinding"));
            add(kinds, rbac && (nodes || namespaces.isEmpty()), "ClusterRole", "ClusterRoleBinding");
            return kinds.stream().sorted().toList();
        }

        private static void add(List<String> kinds, boolean there, String... more) {
            if (there) {
                kinds.addAll(List.of(more));
            }
        }
    }

    /** All of what decides on roles, each time with all others off, one of them on, and all on. */
    static Stream<Switches> combinations() {
        return NAMESPACES.stream()
                .flatMap(namespaces -> Stream.of(true, false)
                        .flatMap(rbac -> Stream.of(true, false)
                                .flatMap(nodes ->
                                        OTHERS.stream().map(others -> Switches.of(namespaces, rbac, nodes, others)))));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void eachHasTheObjectsThatItShouldHave(Switches switches) {
        List<String> kinds = Chart.render(switches.values()).objects().stream()
                .map(object -> object.path("kind").asText())
                .sorted()
                .toList();
        assertEquals(switches.kinds(), kinds);
    }
}
