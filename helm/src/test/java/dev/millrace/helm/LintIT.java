package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

@WithHelm
class LintIT {
    @Test
    void helmFindsNothingToComplainOf() {
        String output =
                Helm.run("", "lint", "--strict", Chart.DIRECTORY.toString()).orThrow();
        assertEquals(
                List.of(),
                output.lines()
                        .filter(line -> line.startsWith("[") && !line.contains("icon is recommended"))
                        .toList(),
                output);
        assertTrue(output.contains("1 chart(s) linted, 0 chart(s) failed"), output);
    }

    /** Without CEL in CRDs, wrong jobs would not be refused. */
    @Test
    void anOlderKubernetesIsRefused() {
        Helm.Result refused = Helm.run("", "template", Chart.DIRECTORY.toString(), "--kube-version", "1.28.9");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.errors().contains("chart requires kubeVersion: >=1.29.0-0"), refused::errors);
    }
}
