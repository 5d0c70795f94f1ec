package dev.millrace.streaming;

import dev.millrace.batch.BatchObserver;
import dev.millrace.batch.BatchRun;
import dev.millrace.batch.InputRange;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Lets inputs take no more than batches can process: an estimator for each learns the rate from the batches that are complete, and
 * the input keeps to it.
 *
 * <pre>
 *   batch is complete ──► estimator of each input ──► rate ──► input: smaller ranges, slower receiver
 *                                                       └────► checkpoint, with the next commit
 * </pre>
 *
 * <p>Batches end one at a time; the rates may be read by any thread.
 */
final class Backpressure implements BatchObserver {
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Map<String, RangeInputDStream<?, ?>> inputs = new HashMap<>();
    private final Map<String, RateEstimator> estimators = new HashMap<>();
    private final Map<String, Double> rates = new ConcurrentHashMap<>();

    /**
     * Sets the rates that inputs begin with: the one that an earlier run had learned, else the configured one.
     *
     * @param learned records a second by input, from the checkpoint
     */
    Backpressure(
            List<InputDStream<?>> all,
            Map<String, Double> learned,
            MillraceConf conf,
            Duration interval,
            long nowMillis) {
        if (!conf.get(MillraceConfig.BACKPRESSURE_ENABLED)) {
            return;
        }
        for (InputDStream<?> input : all) {
            if (input instanceof RangeInputDStream<?, ?> ranges && ranges.isRateLimited()) {
                PidRateEstimator estimator = PidRateEstimator.of(conf, interval);
                inputs.put(input.uid(), ranges);
                estimators.put(input.uid(), estimator);
                Double known = learned.get(input.uid());
                if (known != null) {
                    estimator.resume(known, nowMillis);
                    set(input.uid(), known);
                } else {
                    conf.find(MillraceConfig.BACKPRESSURE_INITIAL_RATE).ifPresent(ranges::limitRate);
                }
            }
        }
    }

    /** What was learned, in records a second, by input. */
    Map<String, Double> rates() {
        return Map.copyOf(rates);
    }

    @Override
    public void ended(BatchRun batch) {
        if (batch.failure() != null) {
            return;
        }
        for (InputRange range : batch.ranges()) {
            RateEstimator estimator = estimators.get(range.uid());
            if (estimator != null) {
                OptionalDouble rate = estimator.compute(
                        TimeUnit.NANOSECONDS.toMillis(batch.endedNanos()),
                        range.records(),
                        batch.processingNanos() / NANOS_PER_MILLI,
                        (batch.startedNanos() - batch.submittedNanos()) / NANOS_PER_MILLI);
                rate.ifPresent(next -> set(range.uid(), next));
            }
        }
    }

    private void set(String uid, double rate) {
        rates.put(uid, rate);
        RangeInputDStream<?, ?> input = inputs.get(uid);
        if (input != null) {
            input.limitRate(Math.max(1, Math.round(rate)));
        }
    }
}
