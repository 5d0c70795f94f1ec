package dev.millrace.rpc;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Opens and accepts the connections of one process.
 *
 * <p>On the wire: TLS 1.3; in it frames of a length (4 bytes) and that many bytes. The first frame of each side is
 * {@code MRPC} and the version of the protocol (4 bytes). An empty frame is a sign of life, sent when nothing else was for
 * the heartbeat interval; a side that hears nothing for the heartbeat timeout closes the connection. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the connection, which is reported
public final class Transport implements AutoCloseable {
    private static final int LARGEST_FRAME = 1 << 30;
    private static final int CONNECT_MILLIS = 5_000;

    private final Tls tls;
    private final Duration heartbeat;
    private final Duration silence;
    private final int largestFrame;
    private final EventLoopGroup loops;

    public Transport(MillraceConf conf, int threads) {
        this(conf, threads, LARGEST_FRAME);
    }

    /** @param largestFrame bytes that one frame can have; both sides need the same */
    Transport(MillraceConf conf, int threads, int largestFrame) {
        this.largestFrame = largestFrame;
        this.tls = Tls.of(conf);
        this.heartbeat = conf.get(MillraceConfig.HEARTBEAT_INTERVAL);
        this.silence = conf.get(MillraceConfig.HEARTBEAT_TIMEOUT);
        this.loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("millrace-net", true));
    }

    /**
     * Accepts connections.
     *
     * @param port 0 for any that is free
     * @return the address that is listened on
     * @throws MillraceException when the host is unknown or the port is in use
     */
    public InetSocketAddress listen(String host, int port, ConnectionHandler handler) {
        InetSocketAddress address = new InetSocketAddress(resolve(host), port);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .childHandler(initializer(true, handler, CompletableFuture::new))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new MillraceException(
                    ErrorCode.NETWORK,
                    "cannot listen on " + host + ":" + port + ": "
                            + bound.cause().getMessage()
                            + "; is another process using the port? Name another one, or 0 for any that is free",
                    bound.cause());
        }
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /**
     * Opens a connection; returns when the other side has proved who it is.
     *
     * @throws IOException when it cannot be reached, refuses, or is not who it should be, or this transport is closed
     */
    public Connection connect(String host, int port, ConnectionHandler handler)
            throws IOException, InterruptedException {
        if (loops.isShuttingDown()) {
            throw new IOException("no connection to " + host + ":" + port + ": this transport is closed");
        }
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        ChannelFuture connecting = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .handler(initializer(false, handler, () -> opened))
                .connect(InetSocketAddress.createUnresolved(host, port));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                opened.completeExceptionally(done.cause());
            }
        });
        try {
            return opened.get(2L * CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            connecting.channel().close();
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new IOException("no connection to " + host + ":" + port + ": " + cause, cause);
        } catch (InterruptedException e) {
            connecting.channel().close();
            throw e;
        }
    }

    private static WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(4 << 20, 16 << 20);
    }

    /**
     * @param opened for each channel what is completed when its other side has greeted, so that a connection that is
     *     refused says nothing about the next one
     */
    private ChannelInitializer<SocketChannel> initializer(
            boolean server, ConnectionHandler handler, Supplier<CompletableFuture<Connection>> opened) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                SslHandler ssl = (server ? tls.server() : tls.client()).newHandler(channel.alloc());
                channel.pipeline()
                        .addLast("tls", ssl)
                        // before the decoder: a peer is not silent while a large frame arrives
                        .addLast(new IdleStateHandler(
                                silence.toMillis(), heartbeat.toMillis(), 0, TimeUnit.MILLISECONDS))
                        .addLast(new LengthFieldBasedFrameDecoder(largestFrame + Integer.BYTES, 0, 4, 0, 4))
                        .addLast(new LengthFieldPrepender(4))
                        .addLast(new FrameHandler(handler, opened.get(), largestFrame));
            }
        };
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new MillraceException(
                    ErrorCode.NETWORK,
                    "unknown host \"" + host + "\": expected a name that this machine can resolve, or an address",
                    e);
        }
    }

    /** Closes all connections and ends the threads. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
