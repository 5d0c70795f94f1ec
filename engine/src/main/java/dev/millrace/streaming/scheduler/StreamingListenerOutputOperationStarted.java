package dev.millrace.streaming.scheduler;

/** An output of a batch has started. */
public record StreamingListenerOutputOperationStarted(OutputOperationInfo outputOperationInfo)
        implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onOutputOperationStarted(this);
    }
}
