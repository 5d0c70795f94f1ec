package dev.millrace.streaming.scheduler;

/** A receiver has reported an error. */
public record StreamingListenerReceiverError(ReceiverInfo receiverInfo) implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onReceiverError(this);
    }
}
