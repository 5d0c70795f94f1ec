package dev.millrace.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** An output stream that passes on whole lines. Thread-safe. */
final class LineStream extends OutputStream {
    private final LinePump.Sink sink;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    LineStream(LinePump.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int lastEnd = end - 1;
        while (lastEnd >= offset && bytes[lastEnd] != '\n') {
            lastEnd--;
        }
        pending.write(bytes, offset, lastEnd + 1 - offset);
        if (lastEnd >= offset) {
            sink.write(pending.toByteArray());
            pending.reset();
        }
        pending.write(bytes, lastEnd + 1, end - lastEnd - 1);
    }

    /** Passes on what has no end of line yet as a line. */
    @Override
    public synchronized void close() {
        if (pending.size() > 0) {
            pending.write('\n');
            sink.write(pending.toByteArray());
            pending.reset();
        }
    }
}
