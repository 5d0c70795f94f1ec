package dev.millrace.rpc;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection. Thread-safe; frames arrive in the order in which they were handed over, whichever threads did
 * that: Netty alone would let what its own thread writes overtake what another one has written before.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the connection, which is reported
public final class Connection {
    private static final long LINGER_SECONDS = 5;

    private final Channel channel;
    private final String peer;
    private final int largestFrame;
    private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    /** Whether the network thread is about to empty the queue. */
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private volatile @Nullable Object attachment;
    private volatile boolean closing;
    /** Threads that wait until less is unsent. */
    private volatile int patient;

    Connection(Channel channel, String peer, int largestFrame) {
        this.channel = channel;
        this.peer = peer;
        this.largestFrame = largestFrame;
    }

    /** Who the other side has proved to be: the common name of its certificate. */
    public String peer() {
        return peer;
    }

    /**
     * Sends a frame, without waiting; it is lost when the connection is.
     *
     * @throws MillraceException when it has more bytes than the other side would take; the connection stays
     */
    public void send(byte[] frame) {
        check(frame);
        if (closing) {
            return;
        }
        enqueue(frame);
        if (channel.eventLoop().inEventLoop()) {
            flush();
        } else if (scheduled.compareAndSet(false, true)) {
            onNetworkThread(this::flush);
        }
    }

    /**
     * Sends a frame with whatever is sent next, at the latest with the next sign of life: for what is not urgent, as it
     * wakes up nobody. Errors as in {@link #send}.
     */
    public void sendLazily(byte[] frame) {
        check(frame);
        if (!closing) {
            enqueue(frame);
        }
    }

    private void enqueue(byte[] frame) {
        queuedBytes.addAndGet(frame.length);
        queue.add(frame);
    }

    /** Sends what was handed over; on the network thread. */
    void flush() {
        scheduled.set(false);
        byte[] frame = queue.poll();
        while (frame != null) {
            queuedBytes.addAndGet(-frame.length);
            channel.write(Unpooled.wrappedBuffer(frame), channel.voidPromise());
            frame = queue.poll();
        }
        channel.flush();
        if (patient > 0) {
            writabilityChanged();
        }
    }

    private void onNetworkThread(Runnable work) {
        try {
            channel.eventLoop().execute(work);
        } catch (RejectedExecutionException e) {
            queue.clear(); // the transport was closed, and this connection with it
        }
    }

    private void check(byte[] frame) {
        if (frame.length > largestFrame) {
            throw new MillraceException(
                    ErrorCode.NETWORK,
                    "a message of " + frame.length + " bytes for " + peer + " is too large: expected at most "
                            + largestFrame + " bytes; use more and so smaller partitions, or send less in one value");
        }
    }

    /** Sends a frame; waits first while much is unsent, so that a slow receiver slows the sender down. */
    public void sendPatiently(byte[] frame) throws InterruptedException {
        if (!isWritable() && !channel.eventLoop().inEventLoop()) {
            awaitWritable();
        }
        send(frame);
    }

    private synchronized void awaitWritable() throws InterruptedException {
        patient++;
        try {
            while (!isWritable() && channel.isActive()) {
                wait(100);
            }
        } finally {
            patient--;
        }
    }

    private boolean isWritable() {
        return channel.isWritable() && queuedBytes.get() < channel.config().getWriteBufferHighWaterMark();
    }

    synchronized void writabilityChanged() {
        notifyAll();
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /**
     * Ends the connection once the other side has what was sent before; what is sent after this is lost. This side only
     * stops to send: a socket that is closed while something that came is unread takes back what is still on its way.
     */
    public void close() {
        closing = true;
        if (channel.eventLoop().inEventLoop()) {
            end();
        } else {
            onNetworkThread(this::end);
        }
    }

    private void end() {
        flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls == null || !written.isSuccess()) {
                channel.close();
                return;
            }
            tls.closeOutbound().addListener(said -> ((DuplexChannel) channel).shutdownOutput());
            channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        });
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
