package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboards as Grafana's sidecar gets them. */
@WithHelm
class DashboardIT {
    @ParameterizedTest
    @ValueSource(strings = {"jobs", "operator"})
    void isTheFileInAConfigMapThatTheSidecarFinds(String name) {
        JsonNode map = Chart.render("metrics: {dashboards: {enabled: true, namespace: grafana}}")
                .named("ConfigMap", "millrace-operator-dashboard-" + name);
        assertEquals("grafana", map.at("/metadata/namespace").asText());
        assertEquals("1", map.at("/metadata/labels/grafana_dashboard").asText());
        assertEquals(
                Chart.read("files/dashboards/" + name + ".json"),
                Chart.parse(map.path("data").path("millrace-" + name + ".json").asText()));
    }

    @Test
    void thereIsNoneByDefault() {
        assertFalse(Chart.render("{}").text().contains("dashboard"));
    }
}
