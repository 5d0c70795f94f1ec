package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

@WithHelm
class NetworkPolicyIT {
    @Test
    void letsEverybodyReadMetricsAndNothingElse() {
        JsonNode spec = policy("{}");
        assertEquals(Chart.parse("[{ports: [{port: http, protocol: TCP}]}]"), spec.path("ingress"));
    }

    @Test
    void letsTheTestInWhereOthersAreNamed() {
        JsonNode from = policy("networkPolicy: {metricsFrom: [{namespaceSelector: {matchLabels: {a: b}}}]}")
                .at("/ingress/0/from");
        assertEquals(2, from.size());
        JsonNode labels = Chart.renderWithTest("{}").only("Pod").at("/metadata/labels");
        from.at("/1/podSelector/matchLabels")
                .properties()
                .forEach(label -> assertEquals(label.getValue(), labels.get(label.getKey())));
    }

    @Test
    void letsTheOperatorAskTheDriversOfItsNamespacesAlone() {
        assertEquals(Chart.parse("""
                        - podSelector: {matchLabels: {app.kubernetes.io/managed-by: millrace-operator}}
                          namespaceSelector:
                            matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [a, b]}]
                        """), policy("watchNamespaces: [a, b]").at("/egress/0/to"));
        JsonNode everywhere = policy("{}").at("/egress/0/to/0/namespaceSelector");
        assertTrue(everywhere.isObject() && everywhere.isEmpty(), everywhere::toString);
    }

    @Test
    void letsTheOperatorReachTheApiServer() {
        JsonNode rule =
                policy("networkPolicy: {egress: {apiServerPorts: [443, 9443]}}").at("/egress/1");
        assertEquals(Chart.parse("{ports: [{port: 443, protocol: TCP}, {port: 9443, protocol: TCP}]}"), rule);
    }

    @Test
    void leavesConnectionsOpenWhereAsked() {
        JsonNode spec = policy("networkPolicy: {egress: {enabled: false}}");
        assertEquals(Chart.parse("[Ingress]"), spec.path("policyTypes"));
        assertFalse(spec.has("egress"));
    }

    private static JsonNode policy(String values) {
        return Chart.render(values).only("NetworkPolicy").path("spec");
    }
}
