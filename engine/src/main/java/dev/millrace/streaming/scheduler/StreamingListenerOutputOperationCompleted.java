package dev.millrace.streaming.scheduler;

/** An output of a batch has ended, well or with a failure. */
public record StreamingListenerOutputOperationCompleted(OutputOperationInfo outputOperationInfo)
        implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onOutputOperationCompleted(this);
    }
}
