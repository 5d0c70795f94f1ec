package dev.millrace.e2e.figures;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what it was given, the last first; also where the process is told to end. Thread-safe. */
final class Closing implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread atEnd = new Thread(this::closeAll, "closing");

    Closing() {
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    synchronized <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook has found nothing left to do.
        }
    }

    private synchronized void closeAll() {
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
