package dev.millrace.system.programs;

import dev.millrace.error.MillraceException;
import dev.millrace.streaming.receiver.Receiver;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Reads numbers from a socket on this machine, and acknowledges them when they are stored. */
public final class AcknowledgingReceiver extends Receiver<Long> {
    private final int port;
    private transient Thread thread;

    /** @param port of the source, which hears the name of the executor first */
    public AcknowledgingReceiver(int port) {
        this.port = port;
    }

    @Override
    public void onStart() {
        thread = new Thread(this::run, "acknowledging");
        thread.start();
    }

    private void run() {
        try (Socket source = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataInputStream in = new DataInputStream(source.getInputStream());
            DataOutputStream out = new DataOutputStream(source.getOutputStream());
            out.writeUTF(executorId());
            while (!isStopped()) {
                long first = in.readLong();
                int count = in.readInt();
                List<Long> numbers = new ArrayList<>();
                for (long number = first; number < first + count; number++) {
                    numbers.add(number);
                }
                store(numbers);
                out.writeLong(first + count);
            }
        } catch (IOException | MillraceException e) {
            restart("the source is lost", e);
        }
    }

    @Override
    public void onStop() throws InterruptedException {
        thread.join();
    }
}
