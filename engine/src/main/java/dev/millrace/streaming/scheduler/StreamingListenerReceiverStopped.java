package dev.millrace.streaming.scheduler;

/** A receiver has stopped. */
public record StreamingListenerReceiverStopped(ReceiverInfo receiverInfo) implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onReceiverStopped(this);
    }
}
