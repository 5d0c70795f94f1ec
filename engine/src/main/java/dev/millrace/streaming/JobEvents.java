package dev.millrace.streaming;

import dev.millrace.metrics.StreamMetrics;
import dev.millrace.rdd.JobListener;
import dev.millrace.streaming.scheduler.StreamingListenerStageCompleted;
import dev.millrace.streaming.scheduler.StreamingListenerTaskCompleted;

/** Hands on what the scheduler does for the batches of one stream, until that has ended. */
final class JobEvents implements JobListener {
    private final ListenerBus bus;
    private final StreamMetrics metrics;
    private volatile boolean ended;

    JobEvents(ListenerBus bus, StreamMetrics metrics) {
        this.bus = bus;
        this.metrics = metrics;
    }

    @Override
    public void onTaskEnded(TaskEnded event) {
        if (!ended && event.batchTime().isPresent()) {
            metrics.taskEnded(event.runNanos(), event.failure() == null);
            bus.post(() -> new StreamingListenerTaskCompleted(event));
        }
    }

    @Override
    public void onStageCompleted(StageCompleted event) {
        if (!ended && event.batchTime().isPresent()) {
            metrics.stageCompleted();
            bus.post(() -> new StreamingListenerStageCompleted(event));
        }
    }

    @Override
    public void onExecutorLost(String executor, String reason) {
        if (!ended) {
            metrics.executorLost();
        }
    }

    void end() {
        ended = true;
    }
}
