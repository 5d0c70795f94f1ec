package dev.millrace.kafka;

import dev.millrace.rdd.MillraceContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients of Kafka that have no work just now, for the next task that needs the same one. A client that is taken is out of the
 * cache until it is given back, so each is used by one task only. One that stays for too long is closed, and in the JVM of a
 * driver all are once no context is there any more. Thread-safe.
 */
final class IdleCache<K, C extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(IdleCache.class);
    private static final long LOOK_MILLIS = 500;

    private record Idle<C>(C client, long untilNanos) {}

    private final String name;
    private final LinkedHashMap<K, Idle<C>> idle = new LinkedHashMap<>();
    private @Nullable Thread cleaner;
    private boolean besideDriver;

    /** @param name of the thread that closes clients */
    IdleCache(String name) {
        this.name = name;
    }

    /** The client for a key, null when there is none without work. */
    synchronized @Nullable C take(K key) {
        Idle<C> found = idle.remove(key);
        return found == null ? null : found.client();
    }

    /** Gives a client back, in a state in which the next task can use it. */
    void give(K key, C client, int capacity, long idleMillis) {
        List<C> surplus = new ArrayList<>();
        synchronized (this) {
            besideDriver |= !MillraceContext.active().isEmpty();
            Idle<C> other = idle.remove(key);
            if (other != null) {
                surplus.add(other.client());
            }
            idle.put(key, new Idle<>(client, System.nanoTime() + idleMillis * 1_000_000));
            Iterator<Map.Entry<K, Idle<C>>> oldest = idle.entrySet().iterator();
            while (idle.size() > capacity) {
                surplus.add(oldest.next().getValue().client());
                oldest.remove();
            }
            startCleaner();
        }
        surplus.forEach(IdleCache::close);
    }

    private void startCleaner() {
        if (cleaner == null) {
            Thread thread = new Thread(this::clean, name);
            thread.setDaemon(true);
            cleaner = thread;
            thread.start();
        }
    }

    private void clean() {
        while (true) {
            List<C> expired = new ArrayList<>();
            synchronized (this) {
                boolean over = besideDriver && MillraceContext.active().isEmpty();
                long now = System.nanoTime();
                idle.values().removeIf(entry -> {
                    boolean old = over || entry.untilNanos() - now < 0;
                    return old && expired.add(entry.client());
                });
                if (idle.isEmpty()) {
                    cleaner = null;
                }
            }
            expired.forEach(IdleCache::close);
            synchronized (this) {
                if (cleaner != Thread.currentThread()) {
                    return;
                }
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                synchronized (this) {
                    cleaner = null;
                }
                return;
            }
        }
    }

    synchronized int size() {
        return idle.size();
    }

    /** Closes a client; whatever goes wrong then concerns nobody any more. */
    static void close(AutoCloseable client) {
        boolean interrupted = Thread.interrupted(); // a client that is interrupted does not close its connections
        try {
            client.close();
        } catch (Exception e) {
            LOG.debug("a client did not close well", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
