package dev.millrace.runtime;

import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.scheduler.BatchInfo;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import dev.millrace.streaming.scheduler.StreamingListenerBatchSubmitted;
import dev.millrace.streaming.scheduler.StreamingListenerStreamingStarted;
import java.time.Duration;
import java.util.Optional;

/** Tells the monitor of this process what the stream does. The engine makes one for each stream, by its name. */
public final class MonitoringListener implements StreamingListener {
    private final JobMonitor monitor = JobMonitor.ofThisProcess();
    private volatile boolean keepsCheckpoint;

    @Override
    public void onStreamingStarted(StreamingListenerStreamingStarted started) {
        StreamingContext.getActive().ifPresent(stream -> {
            keepsCheckpoint = stream.checkpointLocation().isPresent();
            monitor.streamStarted(stream.batchDuration().milliseconds());
            monitor.streamMeters(stream.meterRegistry());
        });
    }

    @Override
    public void onBatchSubmitted(StreamingListenerBatchSubmitted submitted) {
        monitor.batchSubmitted();
    }

    @Override
    public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
        BatchInfo batch = completed.batchInfo();
        monitor.batchCompleted(
                batch.batchTime().milliseconds(),
                batch.numRecords(),
                millis(batch.processingDelay()),
                millis(batch.schedulingDelay()));
        if (keepsCheckpoint && batch.failureReason().isEmpty()) {
            batch.processingEndTime()
                    .ifPresent(end -> monitor.batchCommitted(batch.batchTime().milliseconds(), end.toEpochMilli()));
        }
    }

    private static double millis(Optional<Duration> duration) {
        return duration.map(Duration::toNanos).orElse(0L) / 1e6;
    }
}
