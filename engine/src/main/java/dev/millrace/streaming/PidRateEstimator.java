package dev.millrace.streaming;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import java.util.OptionalDouble;

/**
 * The PID controller of Spark Streaming. Its error is by how much the rate was above the one at which records were processed; what
 * waits in front of a batch counts as errors of the past.
 *
 * <pre>
 *   processed  = records / processing time
 *   error      = rate - processed
 *   past       = waiting time * processed / batch interval
 *   trend      = (error - error before) / time between them
 *   next rate  = rate - proportional * error - integral * past - derived * trend,  at least minRate
 * </pre>
 */
final class PidRateEstimator implements RateEstimator {
    private final double intervalMillis;
    private final double proportional;
    private final double integral;
    private final double derived;
    private final double minRate;
    private long latestMillis = -1;
    private double latestRate = -1;
    private double latestError;

    /**
     * An estimator that takes the rate at which its first batch was processed for the rate that it had.
     *
     * @param minRate records a second
     */
    PidRateEstimator(double intervalMillis, double proportional, double integral, double derived, double minRate) {
        this.intervalMillis = intervalMillis;
        this.proportional = proportional;
        this.integral = integral;
        this.derived = derived;
        this.minRate = minRate;
    }

    static PidRateEstimator of(MillraceConf conf, Duration interval) {
        return new PidRateEstimator(
                (double) interval.milliseconds(),
                conf.get(MillraceConfig.PID_PROPORTIONAL),
                conf.get(MillraceConfig.PID_INTEGRAL),
                conf.get(MillraceConfig.PID_DERIVED),
                conf.get(MillraceConfig.PID_MIN_RATE));
    }

    /** Goes on from the rate that an earlier run had learned at that time. */
    void resume(double rate, long millis) {
        latestRate = rate;
        latestMillis = millis;
    }

    @Override
    public OptionalDouble compute(long endMillis, long records, double processingMillis, double schedulingMillis) {
        if (endMillis <= latestMillis || records <= 0 || processingMillis <= 0) {
            return OptionalDouble.empty();
        }
        double processed = (double) records / processingMillis * 1_000;
        if (latestRate < 0) {
            latestMillis = endMillis;
            latestRate = processed;
            return OptionalDouble.empty();
        }
        double seconds = (endMillis - latestMillis) / 1_000.0;
        double error = latestRate - processed;
        double past = schedulingMillis * processed / intervalMillis;
        double trend = (error - latestError) / seconds;
        double next = Math.max(latestRate - proportional * error - integral * past - derived * trend, minRate);
        latestMillis = endMillis;
        latestRate = next;
        latestError = error;
        return OptionalDouble.of(next);
    }
}
