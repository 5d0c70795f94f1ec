package dev.millrace.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Holds up tasks, whatever process they run in, while a test wants them to be in the middle of a batch. */
final class Gate implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>(); // guarded by itself, and so is closed
    private boolean closed;

    Gate() throws IOException {
        Thread thread = new Thread(this::admit, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits at the gate on this port until it is open: for tasks. */
    static void pass(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getInputStream().read(); // the end, when the gate lets it pass
        }
    }

    void shut() {
        synchronized (waiting) {
            closed = true;
        }
    }

    void open() throws IOException {
        synchronized (waiting) {
            closed = false;
            for (Socket socket : waiting) {
                socket.close();
            }
            waiting.clear();
        }
    }

    boolean isAnyWaiting() {
        synchronized (waiting) {
            return !waiting.isEmpty();
        }
    }

    private void admit() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                synchronized (waiting) {
                    if (closed) {
                        waiting.add(socket);
                    } else {
                        socket.close();
                    }
                }
            } catch (IOException e) {
                // the gate is gone, or the task that knocked
            }
        }
    }

    @Override
    public void close() throws IOException {
        open();
        server.close();
    }
}
