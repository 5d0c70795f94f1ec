package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HelmChoiceTest {
    @Test
    void theVersionOfTheProjectComesFirst() {
        assertEquals(new HelmChoice.Built(), HelmChoice.in(true, true, true, Map.of()));
        assertEquals(new HelmChoice.Built(), HelmChoice.in(true, true, false, Map.of("CI", "true")));
    }

    @Test
    void withoutGoOrLinuxTheInstalledOneServes() {
        assertEquals(new HelmChoice.Installed(), HelmChoice.in(true, false, true, Map.of()));
        assertEquals(new HelmChoice.Installed(), HelmChoice.in(false, true, true, Map.of("CI", "true")));
    }

    @Test
    void whereThereIsNoneTheReasonIsOneLine() {
        assertEquals(
                new HelmChoice.Skipped(
                        "no Helm: there is no `helm` on the PATH, and e2e/cluster, which builds one, needs Linux (yes) and Go (no)"),
                HelmChoice.in(true, false, false, Map.of("CI", "false")));
    }

    @Test
    void onContinuousIntegrationThatIsAFailure() {
        assertEquals(
                new HelmChoice.Missing(
                        "no Helm: there is no `helm` on the PATH, and e2e/cluster, which builds one, needs Linux (no) and Go (yes); with CI=true that is a failure"),
                HelmChoice.in(false, true, false, Map.of("CI", "true")));
    }
}
