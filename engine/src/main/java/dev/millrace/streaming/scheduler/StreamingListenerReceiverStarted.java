package dev.millrace.streaming.scheduler;

/** A receiver has started. */
public record StreamingListenerReceiverStarted(ReceiverInfo receiverInfo) implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onReceiverStarted(this);
    }
}
