package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PidRateEstimatorTest {
    private static final double NEAR = 1e-9;

    /** With an interval of 20 ms, after a batch of 10 records that took 10 ms: 1,000 a second. */
    private static PidRateEstimator after(double proportional, double integral, double derived, double minRate) {
        PidRateEstimator estimator = new PidRateEstimator(20, proportional, integral, derived, minRate);
        assertEquals(OptionalDouble.empty(), estimator.compute(0, 10, 10, 0), "the first batch says where it begins");
        return estimator;
    }

    @Test
    void followsTheRateAtWhichRecordsWereProcessed() {
        assertEquals(500, after(1, 0, 0, 10).compute(20, 50, 100, 0).orElseThrow(), NEAR);
        assertEquals(2_000, after(1, 0, 0, 10).compute(20, 50, 25, 0).orElseThrow(), NEAR);
        assertEquals(750, after(0.5, 0, 0, 10).compute(20, 50, 100, 0).orElseThrow(), NEAR);
    }

    @Test
    void whatWaitsIsMadeUpFor() {
        // processed 500 a second; 30 ms of waiting are 15 records, 750 a second of an interval
        assertEquals(350, after(1, 0.2, 0, 10).compute(20, 50, 100, 30).orElseThrow(), NEAR);
    }

    @Test
    void theTrendOfTheErrorCounts() {
        // error 500 after 0.02 s with none: 25,000
        assertEquals(100, after(1, 0.2, 0.01, 10).compute(20, 50, 100, 30).orElseThrow(), NEAR);
        // then processed 1,000: error -900, trend (-900 - 500) / 0.1 s
        PidRateEstimator estimator = after(1, 0.2, 0.01, 10);
        estimator.compute(20, 50, 100, 30);
        assertEquals(100 + 900 + 140, estimator.compute(120, 10, 10, 0).orElseThrow(), NEAR);
    }

    @Test
    void isNeverBelowItsLeast() {
        assertEquals(200, after(1, 0.2, 0.01, 200).compute(20, 50, 100, 30).orElseThrow(), NEAR);
        assertEquals(10, after(1, 1, 0, 10).compute(20, 1, 1_000, 100_000).orElseThrow(), NEAR);
    }

    @Test
    void staysWhenBatchesAreProcessedAtItsRate() {
        PidRateEstimator estimator = after(1, 1, 0, 10);
        for (int batch = 1; batch <= 50; batch++) {
            assertEquals(1_000, estimator.compute(batch * 20L, 20, 20, 0).orElseThrow(), NEAR);
        }
    }

    @Test
    void learnsNothingFromEmptyAndFromLateBatches() {
        PidRateEstimator estimator = after(1, 1, 0, 10);
        assertEquals(OptionalDouble.empty(), estimator.compute(20, 0, 10, 0));
        assertEquals(OptionalDouble.empty(), estimator.compute(20, 10, 0, 0));
        assertEquals(OptionalDouble.empty(), estimator.compute(0, 10, 10, 0));
        assertEquals(500, estimator.compute(40, 50, 100, 0).orElseThrow(), NEAR);
    }

    @Test
    void goesOnFromARateThatWasLearnedBefore() {
        PidRateEstimator estimator = new PidRateEstimator(20, 0.5, 0, 0, 10);
        estimator.resume(1_500, 1_000);
        assertEquals(1_000, estimator.compute(1_020, 50, 100, 0).orElseThrow(), NEAR);
    }

    /** A job that takes what the rate allows, and processes so many records a second, batch after batch. */
    private static final class Loop {
        static final double INTERVAL = 100;

        final PidRateEstimator estimator = new PidRateEstimator(INTERVAL, 1, 0.2, 0, 10);
        double rate;
        private double due;
        private double free;
        double waited;

        Loop(double rate) {
            this.rate = rate;
        }

        void batches(int count, double capacity) {
            for (int i = 0; i < count; i++) {
                due += INTERVAL;
                long records = Math.round(rate * INTERVAL / 1_000);
                double processing = (double) records / capacity * 1_000;
                waited = Math.max(0, free - due);
                free = Math.max(due, free) + processing;
                rate = estimator
                        .compute(Math.round(free), records, processing, waited)
                        .orElse(rate);
            }
        }
    }

    @Test
    void aJobThatIsTooSlowGetsWhatItCanProcessAndMoreWhenItIsFasterAgain() {
        Loop loop = new Loop(5_000);
        loop.batches(30, 1_000);
        assertEquals(1_000, loop.rate, 50, "records a second");
        assertTrue(loop.waited < 10, "the last batch waited for " + loop.waited + " ms");
        loop.batches(10, 4_000);
        assertEquals(4_000, loop.rate, 50, "records a second");
        loop.batches(30, 500);
        assertEquals(500, loop.rate, 50, "records a second");
        assertTrue(loop.waited < 10, "the last batch waited for " + loop.waited + " ms");
    }
}
