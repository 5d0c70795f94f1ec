package dev.millrace.e2e.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs by itself, after the tests that share a cluster, since it starts and crashes clusters. */
@Tag("alone")
class LeavesNoTraceIT {

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void ourOwnClusterLeavesTheMachineAsItFoundIt() {
        ClusterChoice choice = ClusterChoice.in(Surroundings.ofThisMachine());
        Assumptions.assumeTrue(
                choice instanceof ClusterChoice.Own,
                "only the cluster of e2e/cluster is checked, and the tests ran on another");
        Assumptions.assumeTrue(
                OwnCluster.cluster("status").run().exitCode() == 3,
                "a cluster was running before the tests and goes on");
        OwnCluster.cluster("check")
                .within(Duration.ofMinutes(9))
                .telling(System.err::println)
                .run()
                .orThrow();
    }
}
