package dev.millrace.streaming.scheduler;

/** The ranges of a batch are logged; it waits for its predecessors. */
public record StreamingListenerBatchSubmitted(BatchInfo batchInfo) implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onBatchSubmitted(this);
    }
}
