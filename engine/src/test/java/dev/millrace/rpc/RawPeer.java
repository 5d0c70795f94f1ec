package dev.millrace.rpc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The other side of a connection, byte by byte, with no more manners than a test gives it. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;
    final DataInputStream in;
    final DataOutputStream out;

    private RawPeer(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    static RawPeer plain(InetSocketAddress address) throws IOException {
        return new RawPeer(new Socket(address.getAddress(), address.getPort()));
    }

    /** Has finished its side of the handshake; the other side may still refuse it. */
    static RawPeer tls(InetSocketAddress address, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.startHandshake();
        return new RawPeer(socket);
    }

    static RawPeer accepted(Socket socket) throws IOException {
        if (socket instanceof SSLSocket secured) {
            secured.startHandshake();
        }
        return new RawPeer(socket);
    }

    void greet(int version) throws IOException {
        frame("MRPC".getBytes(StandardCharsets.US_ASCII), version);
    }

    private void frame(byte[] start, int number) throws IOException {
        out.writeInt(start.length + Integer.BYTES);
        out.write(start);
        out.writeInt(number);
        out.flush();
    }

    /** Reads the greeting of the other side. */
    String greeting() throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Reads to the end of the connection, however it ends; returns the number of bytes. */
    long drain() {
        long count = 0;
        try {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (IOException e) {
            return count; // a reset or an alert is an end too
        }
        return count;
    }

    /** Ends the connection before the test does. */
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
