package dev.millrace.benchmarks.recovery;

import java.util.List;

/**
 * How batches went on after a kill, in milliseconds.
 *
 * <pre>
 *   time of batches      |        |   x    |        |        |        |        |
 *   complete              o        o  kill               o  o o        o        o
 *                                     |---- first -------|     |
 *                                     |---- on time -----------|
 *                                  |------ gap ----------|
 * </pre>
 *
 * @param first from the kill to the complete result of the first batch whose time is after it
 * @param gap the longest time between two complete results
 * @param onTime from the kill to the first complete result with which batches are on time again and stay it
 */
record Recovery(long first, long gap, long onTime) {
    /**
     * A batch is on time when it is complete before the next one is due: no record is then older than two intervals.
     *
     * @param kill when the kill was, in milliseconds since the epoch
     * @param batches in their order, from at least one before the kill to long after it
     */
    static Recovery of(long kill, int intervalMillis, List<BatchLine> batches) {
        List<BatchLine> after =
                batches.stream().filter(batch -> batch.time() > kill).toList();
        if (after.isEmpty()) {
            throw new IllegalStateException("no batch is complete after the kill");
        }
        int late = after.size() - 1;
        while (late >= 0 && after.get(late).delay() < intervalMillis) {
            late--;
        }
        if (late == after.size() - 1) {
            throw new IllegalStateException("batches are not on time after the kill: " + after.get(late));
        }
        long gap = 0;
        for (int i = 1; i < batches.size(); i++) {
            if (batches.get(i).completed() > kill) {
                gap = Math.max(
                        gap, batches.get(i).completed() - batches.get(i - 1).completed());
            }
        }
        return new Recovery(
                after.get(0).completed() - kill, gap, after.get(late + 1).completed() - kill);
    }
}
