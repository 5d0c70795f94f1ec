package dev.millrace.streaming;

import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerEvent;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what happens, in order, on a thread of its own, which exists only where there is a listener. */
final class ListenerBus {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerBus.class);

    private final List<StreamingListener> listeners = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private boolean closed;
    private volatile boolean done;

    synchronized void add(StreamingListener listener) {
        listeners.add(listener);
        if (thread == null && !closed) {
            thread = new Thread(this::deliver, "millrace-listeners");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void remove(StreamingListener listener) {
        listeners.remove(listener);
    }

    /** Takes an event, which is only made when somebody listens. */
    void post(Supplier<StreamingListenerEvent> event) {
        if (!listeners.isEmpty()) {
            StreamingListenerEvent made = event.get();
            events.add(() -> tell(made));
        }
    }

    private void deliver() {
        while (!done) {
            try {
                events.take().run();
            } catch (InterruptedException e) {
                LOG.debug("nobody but close ends this thread");
            }
        }
    }

    private void tell(StreamingListenerEvent event) {
        for (StreamingListener listener : listeners) {
            try {
                event.deliver(listener);
            } catch (Throwable e) {
                LOG.error("{} failed on {}", listener.getClass().getName(), event, e);
            }
        }
    }

    /** Returns when all that was posted has been told, except on the bus's own thread. */
    void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running != null) {
            events.add(() -> done = true);
            join(running);
        }
    }

    private static void join(Thread running) {
        try {
            if (running != Thread.currentThread()) {
                running.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
