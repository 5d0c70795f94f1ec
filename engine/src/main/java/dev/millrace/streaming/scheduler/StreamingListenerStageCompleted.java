package dev.millrace.streaming.scheduler;

import dev.millrace.rdd.JobListener;

/** All tasks of a stage of a batch have succeeded. */
public record StreamingListenerStageCompleted(JobListener.StageCompleted stage) implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onStageCompleted(this);
    }
}
