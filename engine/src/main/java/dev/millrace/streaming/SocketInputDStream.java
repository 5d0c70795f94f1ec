package dev.millrace.streaming;

import dev.millrace.receiver.SocketReceiver;

/** What a server sends; starts only when its host is known. */
final class SocketInputDStream<T> extends ReceiverInputDStream<T> {
    private final SocketReceiver<T> receiver;

    SocketInputDStream(StreamingContext context, SocketReceiver<T> receiver) {
        super(context, receiver);
        this.receiver = receiver;
    }

    @Override
    public void start() {
        receiver.requireKnownHost();
        super.start();
    }
}
