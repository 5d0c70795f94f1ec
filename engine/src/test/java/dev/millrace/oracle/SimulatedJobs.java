package dev.millrace.oracle;

import org.jspecify.annotations.Nullable;

/** Runs simulated jobs, for who has loaded the engine in another class loader. */
public final class SimulatedJobs {
    private SimulatedJobs() {}

    /** What is wrong with the first job for which something is, from a seed on; null when all are right. */
    public static @Nullable String firstFailure(long from, int cases) {
        for (long seed = from; seed < from + cases; seed++) {
            String failure = new SimulatedJob(PropertyCheck.generate(new SimulationProperty(), seed)).difference();
            if (failure != null) {
                return "seed " + seed + ": " + failure;
            }
        }
        return null;
    }
}
