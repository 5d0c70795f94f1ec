package dev.millrace.streaming.scheduler;

import dev.millrace.rdd.JobListener;

/** A task of a batch has ended, well or with a failure. */
public record StreamingListenerTaskCompleted(JobListener.TaskEnded task) implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onTaskCompleted(this);
    }
}
