package dev.millrace.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The only door to standard output and standard error. On a terminal it keeps one status line below everything else: the
 * line is taken away before other lines are written and drawn again after them. Thread-safe.
 */
final class Screen implements AutoCloseable {
    private static final String ERASE = "\r\033[K";

    private final OutputStream out;
    private final OutputStream err;
    private final boolean live;
    private final Runnable onOutputClosed;
    private String status = "";
    private boolean drawn;
    private boolean outputClosed;

    /**
     * @param live whether {@code err} is a terminal that shows a status line
     * @param onOutputClosed called once when nobody reads standard output any more
     */
    Screen(OutputStream out, OutputStream err, boolean live, Runnable onOutputClosed) {
        this.out = out;
        this.err = err;
        this.live = live;
        this.onOutputClosed = onOutputClosed;
    }

    boolean isLive() {
        return live;
    }

    /** Writes whole lines to standard output. */
    synchronized void writeOut(byte[] lines) {
        if (outputClosed) {
            return;
        }
        erase();
        try {
            out.write(lines);
            out.flush();
        } catch (IOException e) {
            outputClosed = true;
            onOutputClosed.run();
        }
        draw();
    }

    /** Writes whole lines to standard error. */
    synchronized void writeErr(byte[] lines) {
        erase();
        toErr(lines);
        draw();
    }

    /** Writes a line of the launcher's own to standard error. */
    void message(String line) {
        writeErr((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Shows {@code line}, which must fit the terminal, until the next one; does nothing when there is no terminal. */
    synchronized void status(String line) {
        if (live && !line.equals(status)) {
            erase();
            status = line;
            draw();
        }
    }

    /** Takes the status line away for good. */
    @Override
    public synchronized void close() {
        erase();
        status = "";
    }

    private void erase() {
        if (drawn) {
            toErr(ERASE.getBytes(StandardCharsets.US_ASCII));
            drawn = false;
        }
    }

    private void draw() {
        if (!status.isEmpty()) {
            toErr(status.getBytes(StandardCharsets.UTF_8));
            drawn = true;
        }
    }

    private void toErr(byte[] bytes) {
        try {
            err.write(bytes);
            err.flush();
        } catch (IOException e) {
            // nobody reads the messages any more; the job goes on without them
        }
    }
}
