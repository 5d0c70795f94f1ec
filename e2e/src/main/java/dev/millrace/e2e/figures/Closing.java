package dev.millrace.e2e.figures;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what it was given, the last first; at the end of the process at the latest. Thread-safe. */
final class Closing implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Closing() {}

    /** One that is closed where the process is told to end, too. */
    static Closing atEnd() {
        Closing closing = new Closing();
        Runtime.getRuntime().addShutdownHook(new Thread(closing::close, "closing"));
        return closing;
    }

    /** One that is closed before this is. */
    Closing nested() {
        return add(new Closing());
    }

    synchronized <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /** What cannot be closed is told of, and the rest is closed all the same. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception e) {
                System.err.println("could not close " + next);
                e.printStackTrace();
            }
        }
    }
}
