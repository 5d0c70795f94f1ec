package dev.millrace.benchmarks.run;

/**
 * How long each measurement is.
 *
 * @param warmUpSeconds of back-to-back runs
 * @param measureSeconds of back-to-back runs
 * @param emptyWarmUpSeconds of empty batches: long, as a compiler needs thousands of them, whatever they take
 * @param rateWarmUpSeconds of runs at a fixed rate
 * @param rateMeasureSeconds of runs at a fixed rate
 * @param enduranceSeconds of the long run at a fixed rate
 * @param memoryBytes how many bytes of lines go through a small heap
 */
record Scale(
        int warmUpSeconds,
        int measureSeconds,
        int emptyWarmUpSeconds,
        int rateWarmUpSeconds,
        int rateMeasureSeconds,
        int enduranceSeconds,
        double memoryBytes) {
    static final Scale FULL = new Scale(8, 10, 20, 20, 20, 300, 20e9);
    static final Scale SHORT = new Scale(4, 2, 15, 6, 5, 60, 5e9);
    static final Scale QUICK = new Scale(2, 2, 2, 3, 4, 10, 1e9);

    /** The batch intervals of Millrace that latency is measured at, in milliseconds. */
    int[] intervals() {
        return rateMeasureSeconds < FULL.rateMeasureSeconds
                ? new int[] {2, 5, 10, 100}
                : new int[] {2, 5, 10, 20, 50, 100};
    }
}
