package dev.millrace.e2e.cluster;

/** Finds or starts the cluster that this machine offers; the README says in which order. */
public final class ClusterStart {

    private ClusterStart() {}

    /**
     * The cluster; whoever asked for it closes it.
     *
     * @throws NoClusterException where there is none
     */
    public static ClusterUnderTest here() {
        Surroundings surroundings = Surroundings.ofThisMachine();
        ClusterChoice choice = ClusterChoice.in(surroundings);
        if (choice instanceof ClusterChoice.External external) {
            return new ExternalCluster(external.kubeconfig(), surroundings.environment());
        }
        if (choice instanceof ClusterChoice.K3s) {
            return new K3sCluster(surroundings.environment());
        }
        if (choice instanceof ClusterChoice.Own) {
            return OwnCluster.start();
        }
        if (choice instanceof ClusterChoice.Missing missing) {
            throw new NoClusterException(missing.reason(), true);
        }
        throw new NoClusterException(((ClusterChoice.Skipped) choice).reason(), false);
    }
}
