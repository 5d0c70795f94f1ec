package dev.millrace.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterChoiceTest {

    @Test
    void aKubeconfigComesBeforeAllElse() {
        assertEquals(
                new ClusterChoice.External(Path.of("/home/me/.kube/config")),
                ClusterChoice.in(new Surroundings(
                        Map.of("KUBECONFIG", "/home/me/.kube/config", "CI", "true"), () -> true, true, true, true)));
    }

    @Test
    void theKubeconfigOfOurOwnClusterNamesOurOwnCluster() {
        assertEquals(
                new ClusterChoice.Own(),
                ClusterChoice.in(new Surroundings(
                        Map.of("KUBECONFIG", OwnCluster.KUBECONFIG.toString()), () -> true, true, true, true)));
    }

    @Test
    void dockerComesBeforeOurOwnCluster() {
        assertEquals(
                new ClusterChoice.K3s(), ClusterChoice.in(new Surroundings(Map.of(), () -> true, true, true, true)));
    }

    @Test
    void linuxWithRootAndGoHasOurOwnCluster() {
        assertEquals(
                new ClusterChoice.Own(), ClusterChoice.in(new Surroundings(Map.of(), () -> false, true, true, true)));
    }

    @Test
    void withoutAnyTheTestsAreSkippedWithOneLineThatSaysWhatIsMissing() {
        var skipped = assertInstanceOf(
                ClusterChoice.Skipped.class,
                ClusterChoice.in(new Surroundings(Map.of("CI", "false"), () -> false, true, false, true)));
        assertTrue(
                skipped.reason().endsWith("e2e/cluster needs Linux (yes), root (no) and Go (yes)"), skipped.reason());
    }

    @Test
    void onContinuousIntegrationItIsAFailure() {
        var missing = assertInstanceOf(
                ClusterChoice.Missing.class,
                ClusterChoice.in(new Surroundings(Map.of("CI", "true"), () -> false, false, true, true)));
        assertTrue(missing.reason().endsWith("with CI=true that is a failure"), missing.reason());
    }
}
