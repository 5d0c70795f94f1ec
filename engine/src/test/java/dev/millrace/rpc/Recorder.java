package dev.millrace.rpc;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what happens to connections. */
final class Recorder implements ConnectionHandler {
    final BlockingQueue<Connection> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(Connection connection) {
        opened.add(connection);
    }

    @Override
    public void onFrame(Connection connection, byte[] frame) {
        frames.add(frame);
    }

    @Override
    public void onClosed(Connection connection, String reason) {
        closed.add(reason);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertNotNull(next, "nothing came within 20 s");
        return next;
    }
}
