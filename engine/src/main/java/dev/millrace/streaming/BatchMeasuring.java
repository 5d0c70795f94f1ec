package dev.millrace.streaming;

import dev.millrace.batch.BatchObserver;
import dev.millrace.batch.BatchRun;
import dev.millrace.metrics.StreamMetrics;

/** Counts and measures batches. */
record BatchMeasuring(StreamMetrics metrics) implements BatchObserver {
    @Override
    public void ended(BatchRun batch) {
        if (batch.failure() != null) {
            metrics.batchFailed();
            return;
        }
        metrics.batchCompleted(
                batch.records(), batch.processingNanos(), batch.schedulingDelayNanos(), batch.totalDelayNanos());
    }
}
