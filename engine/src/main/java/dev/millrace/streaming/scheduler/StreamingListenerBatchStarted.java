package dev.millrace.streaming.scheduler;

/** The processing of a batch has started. */
public record StreamingListenerBatchStarted(BatchInfo batchInfo) implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onBatchStarted(this);
    }
}
