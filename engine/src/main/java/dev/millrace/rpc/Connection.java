package dev.millrace.rpc;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One side of a connection. Thread-safe; frames of one thread arrive in the order they were sent. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the connection, which is reported
public final class Connection {
    private final Channel channel;
    private final String peer;
    private volatile @Nullable Object attachment;

    Connection(Channel channel, String peer) {
        this.channel = channel;
        this.peer = peer;
    }

    /** Who the other side has proved to be: the common name of its certificate. */
    public String peer() {
        return peer;
    }

    /** Sends a frame, without waiting; it is lost when the connection is. */
    public void send(byte[] frame) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
    }

    /**
     * Sends a frame with whatever is sent next, at the latest with the next sign of life: for what is not urgent, as it
     * wakes up nobody.
     */
    public void sendLazily(byte[] frame) {
        channel.write(Unpooled.wrappedBuffer(frame), channel.voidPromise());
    }

    /** Sends a frame; waits first while much is unsent, so that a slow receiver slows the sender down. */
    public void sendPatiently(byte[] frame) throws InterruptedException {
        synchronized (this) {
            while (!channel.isWritable()
                    && channel.isActive()
                    && !channel.eventLoop().inEventLoop()) {
                wait(100);
            }
        }
        send(frame);
    }

    synchronized void writabilityChanged() {
        notifyAll();
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /** Closes the connection once what was sent is out. */
    public void close() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> channel.close());
    }

    /** What the user of this connection keeps with it. */
    public @Nullable Object attachment() {
        return attachment;
    }

    public void attach(Object object) {
        attachment = object;
    }

    @Override
    public String toString() {
        return peer + " at " + Objects.toString(channel.remoteAddress());
    }
}
