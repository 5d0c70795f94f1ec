package dev.millrace.streaming.scheduler;

/** A batch has ended, well or with a failure. */
public record StreamingListenerBatchCompleted(BatchInfo batchInfo) implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onBatchCompleted(this);
    }
}
