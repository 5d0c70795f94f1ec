package dev.millrace.receiver;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.receiver.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Reads records from a TCP server; connects again when the server closes the connection, or cannot be reached. */
public final class SocketReceiver<T> extends Receiver<T> {
    private static final long serialVersionUID = 1L;
    private static final int CONNECT_MILLIS = 10_000;

    private final String host;
    private final int port;
    private final Function<InputStream, Iterable<T>> converter;
    private transient volatile @Nullable Socket socket;
    private transient @Nullable Thread thread;

    /**
     * @param converter the records of a connection, read as they come
     * @throws MillraceException when the port is none
     */
    public SocketReceiver(String host, int port, Function<InputStream, Iterable<T>> converter, StorageLevel level) {
        super(level);
        if (port < 1 || port > 65_535) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT, "socket source: expected a port from 1 to 65535, found " + port);
        }
        this.host = host;
        this.port = port;
        this.converter = converter;
    }

    /**
     * Looks the host up, so that a misspelt one ends the job at its start rather than being tried again and again.
     *
     * @throws MillraceException when nobody knows the host
     */
    public void requireKnownHost() {
        try {
            InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new MillraceException(
                    ErrorCode.NETWORK,
                    "socket source " + this + ": nobody knows the host \"" + host
                            + "\"; check its spelling, or give an IP address",
                    e);
        }
    }

    @Override
    public void onStart() {
        Socket fresh = new Socket();
        socket = fresh;
        Thread reading = new Thread(() -> receive(fresh), "receiver-" + streamId() + "-socket");
        reading.setDaemon(true);
        thread = reading;
        reading.start();
    }

    @Override
    public void onStop() throws IOException, InterruptedException {
        Socket open = socket;
        if (open != null) {
            open.close();
        }
        Thread reading = thread;
        if (reading != null) {
            reading.join();
        }
    }

    private void receive(Socket connection) {
        try (connection) {
            if (connect(connection)) {
                storeAll(converter.call(connection.getInputStream()));
                restartUnlessStopped(this + " closed the connection", null);
            }
        } catch (UncheckedIOException e) {
            restartUnlessStopped("reading from " + this + " failed", e.getCause());
        } catch (Exception e) {
            restartUnlessStopped("reading from " + this + " failed", e);
        }
    }

    private boolean connect(Socket connection) {
        try {
            connection.connect(new InetSocketAddress(InetAddress.getByName(host), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            restartUnlessStopped("no connection", unreachable(e));
            return false;
        }
    }

    private void storeAll(Iterable<T> records) {
        for (T record : records) {
            if (isStopped()) {
                return;
            }
            store(record);
        }
    }

    private void restartUnlessStopped(String message, @Nullable Throwable error) {
        if (isStopped()) {
            return;
        }
        if (error == null) {
            restart(message);
        } else {
            restart(message, error);
        }
    }

    private MillraceException unreachable(IOException cause) {
        String reason = cause instanceof UnknownHostException ? "unknown host" : String.valueOf(cause.getMessage());
        return new MillraceException(
                ErrorCode.NETWORK,
                "cannot reach " + this + " (" + reason + "); start a server that listens there, for a try: nc -lk "
                        + port,
                cause);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
