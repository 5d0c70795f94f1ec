package dev.millrace.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Notices that the parent process is gone: its end of the pipe to our standard input is closed by the system, however the
 * parent ended. This process then ends too, within a few seconds whatever it does.
 */
final class ParentPipe {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private ParentPipe() {}

    /** When {@code in} reaches its end, calls {@code onEnd}, and halts the JVM if it is still there ten seconds later. */
    static void watch(InputStream in, Runnable onEnd) {
        start("parent-pipe", () -> {
            waitForEnd(in);
            start("parent-gone", onEnd);
            try {
                Thread.sleep(GRACE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(ExitCode.FAILED);
        });
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void waitForEnd(InputStream in) {
        byte[] ignored = new byte[256];
        try {
            while (in.read(ignored) >= 0) {
                // the parent writes nothing; whatever comes is dropped
            }
        } catch (IOException e) {
            // a pipe that cannot be read is a parent that is gone
        }
    }
}
