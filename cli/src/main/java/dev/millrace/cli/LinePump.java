package dev.millrace.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Copies the output of a process in whole lines, each behind a prefix, byte for byte. */
final class LinePump implements Runnable {
    /** A line longer than this is passed on in pieces. */
    private static final int LONGEST_LINE = 1 << 16;

    private final InputStream in;
    private final Sink sink;
    private final byte[] prefix;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean lineStart = true;

    private LinePump(InputStream in, Sink sink, String prefix) {
        this.in = in;
        this.sink = sink;
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    }

    /** Where lines go. */
    @FunctionalInterface
    interface Sink {
        /** Takes whole lines, each with its end. */
        void write(byte[] lines);
    }

    /** Starts a thread that copies until {@code in} ends. */
    static Thread start(String name, InputStream in, Sink sink, String prefix) {
        Thread thread = new Thread(new LinePump(in, sink, prefix), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[1 << 14];
        try (in) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                take(buffer, length);
            }
        } catch (IOException e) {
            // the process has ended and its pipe with it
        }
        if (pending.size() > 0) {
            pending.write('\n');
            flush();
        }
    }

    private void take(byte[] buffer, int length) {
        int lastEnd = -1;
        for (int i = length - 1; i >= 0 && lastEnd < 0; i--) {
            lastEnd = buffer[i] == '\n' ? i : -1;
        }
        append(buffer, 0, lastEnd + 1);
        if (lastEnd >= 0) {
            flush();
        }
        append(buffer, lastEnd + 1, length);
        if (pending.size() > LONGEST_LINE) {
            flush();
        }
    }

    private void append(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (lineStart) {
                pending.writeBytes(prefix);
            }
            pending.write(buffer[i]);
            lineStart = buffer[i] == '\n';
        }
    }

    private void flush() {
        sink.write(pending.toByteArray());
        pending.reset();
    }
}
