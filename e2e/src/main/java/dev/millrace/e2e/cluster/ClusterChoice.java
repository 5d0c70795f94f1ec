package dev.millrace.e2e.cluster;

import java.nio.file.Path;

/** Which cluster the tests run on; the first that there is, in the order in which the types are listed. */
sealed interface ClusterChoice {

    /** {@code KUBECONFIG} names one. */
    record External(Path kubeconfig) implements ClusterChoice {}

    /** Docker answers: K3s in a container. */
    record K3s() implements ClusterChoice {}

    /** Linux with root and Go: one from {@code e2e/cluster}. */
    record Own() implements ClusterChoice {}

    /** There is none, and the tests are skipped, for the reason given in one line. */
    record Skipped(String reason) implements ClusterChoice {}

    /** There is none, and there should be: on continuous integration tests that are skipped would be taken for passed. */
    record Missing(String reason) implements ClusterChoice {}

    static ClusterChoice in(Surroundings surroundings) {
        String kubeconfig = surroundings.environment().getOrDefault("KUBECONFIG", "");
        // The cluster of e2e/cluster can do more than one of which only the kubeconfig is known.
        if (!kubeconfig.isEmpty() && !Path.of(kubeconfig).equals(OwnCluster.KUBECONFIG)) {
            return new External(Path.of(kubeconfig));
        }
        if (kubeconfig.isEmpty() && surroundings.docker().getAsBoolean()) {
            return new K3s();
        }
        if (surroundings.linux() && surroundings.root() && surroundings.go()) {
            return new Own();
        }
        String reason =
                "no cluster: KUBECONFIG is not set, no Docker engine answers, and e2e/cluster needs Linux (%s), root (%s) and Go (%s)"
                        .formatted(
                                yesOrNo(surroundings.linux()),
                                yesOrNo(surroundings.root()),
                                yesOrNo(surroundings.go()));
        return "true".equals(surroundings.environment().get("CI"))
                ? new Missing(reason + "; with CI=true that is a failure")
                : new Skipped(reason);
    }

    private static String yesOrNo(boolean there) {
        return there ? "yes" : "no";
    }
}
