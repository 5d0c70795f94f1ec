package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ChartVersionTest {
    @Test
    void isThatOfTheBuild() {
        String version = System.getProperty("millrace.version");
        assertEquals(version, Chart.read("Chart.yaml").path("version").asText());
        assertEquals(version, Chart.read("Chart.yaml").path("appVersion").asText());
    }
}
