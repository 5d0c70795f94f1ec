package dev.millrace.examples;

import dev.millrace.streaming.receiver.Receiver;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Replays speeches in the European Parliament at a steady rate. */
final class EuroparlReceiver extends Receiver<String> {
    private static final long serialVersionUID = 1L;
    private static final long NAP_NANOS = 1_000_000;

    private final int linesPerSecond;
    private transient @Nullable Thread thread;

    EuroparlReceiver(int linesPerSecond) {
        this.linesPerSecond = linesPerSecond;
    }

    @Override
    public void onStart() {
        Thread replaying = new Thread(this::replay, "europarl");
        replaying.setDaemon(true);
        thread = replaying;
        replaying.start();
    }

    @Override
    public void onStop() throws InterruptedException {
        Thread replaying = thread;
        if (replaying != null) {
            replaying.join();
        }
    }

    private void replay() {
        try (EuroparlText text = new EuroparlText()) {
            long start = System.nanoTime();
            for (long line = 0; !isStopped(); line++) {
                awaitTurn(start, line);
                store(text.next());
            }
        } catch (IOException e) {
            stop("the text cannot be read", e);
        }
    }

    /** Line n is due n / rate seconds after the start; several may be due after a nap. */
    private void awaitTurn(long start, long line) {
        long due = start + (long) (line * (1e9 / linesPerSecond));
        while (due - System.nanoTime() > 0 && !isStopped()) {
            LockSupport.parkNanos(Math.min(NAP_NANOS, due - System.nanoTime()));
        }
    }
}
