package dev.millrace.e2e.figures;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.job.Installation;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What measurements are made on.
 *
 * @param closing closes what measurements leave open where they are interrupted
 * @param repeats how often each is repeated
 * @param jobs how many of them one operator gets in {@link ManyJobs}
 * @param soak how long it is watched with them
 * @param progress told of each value as it comes
 */
record Bench(
        ClusterUnderTest cluster,
        Installation installation,
        Closing closing,
        int repeats,
        int jobs,
        Duration soak,
        Consumer<String> progress) {

    void tell(Measurement measurement, String what) {
        progress.accept(measurement.name() + ": " + what);
    }
}
