package dev.millrace.rpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a connection: greets, keeps it alive, and hands frames on. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the connection, which is reported
final class FrameHandler extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);
    private static final byte[] MAGIC = "MRPC".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    private final ConnectionHandler handler;
    private final CompletableFuture<Connection> opened;
    private final int largestFrame;
    private @Nullable Connection connection;
    private boolean greeted;
    private String closeReason = "connection closed";

    FrameHandler(ConnectionHandler handler, CompletableFuture<Connection> opened, int largestFrame) {
        this.handler = handler;
        this.opened = opened;
        this.largestFrame = largestFrame;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                connection = new Connection(context.channel(), peerName(context), largestFrame);
                context.writeAndFlush(Unpooled.buffer(8).writeBytes(MAGIC).writeInt(VERSION));
            } else {
                opened.completeExceptionally(handshake.cause());
            }
        } else if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.WRITER_IDLE) {
                if (connection != null) {
                    connection.flush(); // with what was not urgent
                    context.writeAndFlush(Unpooled.EMPTY_BUFFER);
                }
            } else if (idle.state() == IdleState.READER_IDLE) {
                closeReason = "silent for longer than the heartbeat timeout";
                context.close();
            }
        }
        super.userEventTriggered(context, event);
    }

    private static String peerName(ChannelHandlerContext context) throws SSLPeerUnverifiedException {
        SslHandler tls = (SslHandler) context.pipeline().get("tls");
        X509Certificate certificate =
                (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return String.valueOf(part.getValue());
                }
            }
        } catch (InvalidNameException e) {
            throw (SSLPeerUnverifiedException) new SSLPeerUnverifiedException("malformed subject").initCause(e);
        }
        throw new SSLPeerUnverifiedException("the certificate has no common name");
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) throws IOException {
        Connection open = connection;
        if (open == null) {
            throw new IOException("a frame came before the handshake");
        }
        if (!greeted) {
            greet(context, open, frame);
            return;
        }
        if (frame.isReadable()) {
            byte[] bytes = new byte[frame.readableBytes()];
            frame.readBytes(bytes);
            handler.onFrame(open, bytes);
        }
    }

    private void greet(ChannelHandlerContext context, Connection open, ByteBuf frame) throws IOException {
        byte[] magic = new byte[MAGIC.length];
        if (frame.readableBytes() != MAGIC.length + 4) {
            throw new IOException("the other side does not speak Millrace's protocol");
        }
        frame.readBytes(magic);
        int version = frame.readInt();
        if (!java.util.Arrays.equals(magic, MAGIC) || version != VERSION) {
            throw new IOException("the other side speaks version " + version + " of the protocol, this one version "
                    + VERSION + ": run the same release of Millrace in all processes of a job");
        }
        greeted = true;
        handler.onOpen(open);
        if (!opened.complete(open) && opened.isCompletedExceptionally()) {
            context.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (connection != null) {
            connection.writabilityChanged();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        closeReason = cause.toString();
        if (!opened.isDone()) {
            opened.completeExceptionally(cause);
        }
        if (greeted && !(cause instanceof IOException)) {
            LOG.error("connection failed: peer={}", connection, cause);
        } else if (!greeted) {
            LOG.warn(
                    "connection refused: remote={} reason={}", context.channel().remoteAddress(), cause.toString());
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        opened.completeExceptionally(new IOException(closeReason));
        if (connection != null) {
            connection.writabilityChanged();
            if (greeted) {
                handler.onClosed(connection, closeReason);
            }
        }
    }
}
