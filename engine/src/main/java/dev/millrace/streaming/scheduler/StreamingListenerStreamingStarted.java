package dev.millrace.streaming.scheduler;

/** The stream has started, at a time in milliseconds since the epoch. */
public record StreamingListenerStreamingStarted(long time) implements StreamingListenerEvent {
    @Override
    public void deliver(StreamingListener listener) {
        listener.onStreamingStarted(this);
    }
}
