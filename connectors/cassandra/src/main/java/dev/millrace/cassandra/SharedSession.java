package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import dev.millrace.conf.CassandraConfig;
import dev.millrace.rdd.MillraceContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A use of the one session that this process has for some settings; to be closed. The session stays open for a while after its
 * last use, for the next batch; in the JVM of a driver it is closed once no context is there any more. Thread-safe.
 */
final class SharedSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSession.class);
    private static final long LOOK_MILLIS = 200;
    private static final Map<ConnectionSettings, Entry> OPEN = new HashMap<>();
    private static @Nullable Thread cleaner;
    private static boolean besideDriver;

    /** What makes two prepared statements the same. */
    private record PreparedKey(String cql, @Nullable ConsistencyLevel consistency, int pageSize) {}

    /** One session, opened by the first that wants it. */
    private static final class Entry {
        private final ConnectionSettings settings;
        private @Nullable CqlSession session;
        private final Map<PreparedKey, PreparedStatement> prepared = new ConcurrentHashMap<>();
        private int users;
        private long unusedSince;

        Entry(ConnectionSettings settings) {
            this.settings = settings;
        }

        /** Others that want the same session wait here, and those that want another one do not. */
        synchronized CqlSession session() {
            CqlSession known = session;
            if (known == null) {
                known = Sessions.open(settings);
                session = known;
            }
            return known;
        }

        synchronized void close() {
            if (session != null) {
                session.close();
            }
        }

        boolean isExpired(long now) {
            return now - unusedSince > settings.millis(CassandraConfig.KEEP_ALIVE) * 1_000_000;
        }
    }

    private final Entry entry;
    private final CqlSession session;
    private boolean closed;

    private SharedSession(Entry entry, CqlSession session) {
        this.entry = entry;
        this.session = session;
    }

    /** @throws dev.millrace.error.MillraceException when no node lets it in */
    static SharedSession of(ConnectionSettings settings) {
        Entry entry;
        synchronized (OPEN) {
            entry = OPEN.computeIfAbsent(settings, Entry::new);
            entry.users++;
            besideDriver |= !MillraceContext.active().isEmpty();
            startCleaner();
        }
        try {
            return new SharedSession(entry, entry.session());
        } catch (RuntimeException e) {
            release(entry);
            throw e;
        }
    }

    CqlSession session() {
        return session;
    }

    /**
     * The statement as the servers have prepared it, once for all tasks: the driver forgets what no task uses just now.
     *
     * @param table for messages
     * @param retries of the request
     * @throws com.datastax.oss.driver.api.core.servererrors.QueryValidationException when the servers refuse it
     * @throws dev.millrace.error.MillraceException when they do not answer
     */
    PreparedStatement prepare(SimpleStatement statement, String table, int retries) {
        PreparedKey key =
                new PreparedKey(statement.getQuery(), statement.getConsistencyLevel(), statement.getPageSize());
        PreparedStatement known = entry.prepared.get(key);
        if (known == null) {
            known = prepareAnew(statement, table, retries);
            entry.prepared.put(key, known);
        }
        return known;
    }

    private PreparedStatement prepareAnew(SimpleStatement statement, String table, int retries) {
        for (int attempts = 1; ; attempts++) {
            try {
                return session.prepare(statement);
            } catch (QueryValidationException e) {
                throw e;
            } catch (DriverException e) {
                if (!RequestWindow.isWorthAnother(e) || attempts > retries) {
                    throw CassandraErrors.read(table, attempts, e);
                }
                RequestWindow.pauseOrThrow(attempts);
            }
        }
    }

    /** How many sessions this process has. */
    static int openSessions() {
        synchronized (OPEN) {
            return OPEN.size();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release(entry);
        }
    }

    private static void release(Entry entry) {
        synchronized (OPEN) {
            entry.users--;
            entry.unusedSince = System.nanoTime();
        }
    }

    private static void startCleaner() {
        if (cleaner == null) {
            Thread thread = new Thread(SharedSession::clean, "cassandra-sessions");
            thread.setDaemon(true);
            cleaner = thread;
            thread.start();
        }
    }

    private static void clean() {
        while (true) {
            List<Entry> expired = new ArrayList<>();
            synchronized (OPEN) {
                boolean over = besideDriver && MillraceContext.active().isEmpty();
                long now = System.nanoTime();
                for (Iterator<Entry> entries = OPEN.values().iterator(); entries.hasNext(); ) {
                    Entry entry = entries.next();
                    if (entry.users == 0 && (over || entry.isExpired(now))) {
                        expired.add(entry);
                        entries.remove();
                    }
                }
                if (OPEN.isEmpty() && expired.isEmpty()) {
                    cleaner = null;
                    return;
                }
            }
            expired.forEach(SharedSession::closeQuietly);
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                synchronized (OPEN) {
                    cleaner = null;
                }
                return;
            }
        }
    }

    private static void closeQuietly(Entry entry) {
        try {
            entry.close();
        } catch (RuntimeException e) {
            LOG.debug("a session did not close well", e); // nobody uses it any more
        }
    }
}
