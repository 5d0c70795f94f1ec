package dev.millrace.system;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The numbers from 0 on, in groups, for one reader at a time, who acknowledges each group before it gets the next. What a
 * reader did not acknowledge goes to the one after it; what was acknowledged is never sent again.
 *
 * <pre>
 *   reader → source: its name              (UTF)
 *   source → reader: first number, count   (long, int)
 *   reader → source: the number after them (long)
 * </pre>
 */
final class AcknowledgedSource implements AutoCloseable {
    private static final int GROUP = 20;

    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final List<String> readers = new CopyOnWriteArrayList<>();
    private final NavigableSet<Long> sentAgain = new ConcurrentSkipListSet<>();
    private final Duration pause;
    private volatile long acknowledged;
    private volatile boolean ended;

    /** A source that sends as fast as the reader acknowledges. */
    AcknowledgedSource() throws IOException {
        this(Duration.ZERO);
    }

    /** @param pause after each group */
    AcknowledgedSource(Duration pause) throws IOException {
        this.pause = pause;
        Thread thread = new Thread(this::serve, "acknowledged-source");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** All numbers below were acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** Numbers that a reader may have stored without acknowledging them. */
    NavigableSet<Long> sentAgain() {
        return sentAgain;
    }

    /** Names of all readers there were, the last one last. */
    List<String> readers() {
        return List.copyOf(readers);
    }

    private void serve() {
        while (!ended) {
            try (Socket reader = server.accept()) {
                serve(
                        new DataInputStream(reader.getInputStream()),
                        new DataOutputStream(new BufferedOutputStream(reader.getOutputStream())));
            } catch (IOException e) {
                // this reader is gone; the next one gets what it did not acknowledge
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void serve(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException {
        readers.add(in.readUTF());
        while (!ended) {
            long first = acknowledged;
            try {
                out.writeLong(first);
                out.writeInt(GROUP);
                out.flush();
                acknowledged = in.readLong();
            } finally {
                for (long number = acknowledged; number < first + GROUP; number++) {
                    sentAgain.add(number);
                }
            }
            Thread.sleep(pause.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        server.close();
    }
}
